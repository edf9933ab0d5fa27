"""What is different in the words since somebody last said yes to them."""

from django.utils.translation import gettext as _

from collab.kit.components.library import Components
from stories.forms import QUESTIONS
from stories.models import Consent, Decision, FinalText, Story
from stories.models.differences import changed_parts
from stories.models.finals import words_of

register = Components()


@register.inclusion_tag("stories/_changes.html")
def changes_since_yes(consent: Consent) -> dict[str, object]:
    """Each part that changed, with its name; for somebody who is asked for the first time, what a checker put right."""
    story = consent.story
    if consent.released_version is None:
        return _different(story, sent_as(story), _("What a checker put right"))
    return _different(story, consent.released_version, _("What is different since your last yes"))


@register.inclusion_tag("stories/_changes.html")
def changes_for_checker(story: Story) -> dict[str, object]:
    """What changed since its teller sent it the time before; of one sent once, what a checker put right since."""
    versions = sent_versions(story)
    before = versions[1] if len(versions) > 1 and versions[0] == story.version else next(iter(versions), None)
    return _different(story, before, _("What changed since the time before"))


def sent_versions(story: Story) -> list[int]:
    """The versions that were sent to be checked, newest first."""
    sent = story.decisions.filter(outcome=Decision.Outcome.SENT)
    return list(sent.order_by("-at", "-pk").values_list("version", flat=True))


def sent_as(story: Story) -> int | None:
    """The version that was sent last."""
    return next(iter(sent_versions(story)), None)


def _different(story: Story, version: int | None, title: str) -> dict[str, object]:
    before = FinalText.objects.words(story, version) if version != story.version else None
    changed = changed_parts(before, words_of(story)) if before is not None else []
    parts = [(part_name(name), runs) for name, runs in changed]
    return {"is_again": before is not None, "title": title, "parts": parts}


def part_name(name: str) -> str:
    """What people call a part of a story."""
    if name in QUESTIONS:
        return str(QUESTIONS[name][0])
    return {
        "title": _("Title"),
        "standfirst": _("In short"),
        "byline": _("Who tells it"),
        "quotes": _("What people said"),
        "took": _("What it took"),
        "content_note": _("Before you read"),
        "picture_alt": _("The picture, in words"),
        "people": _("People in this story"),
    }[name]
