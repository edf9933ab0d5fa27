"""What is different in the words since somebody last said yes to them."""

from django.utils.translation import gettext as _

from collab.kit.components.library import Components
from stories.forms import QUESTIONS
from stories.models import Consent, FinalText
from stories.models.differences import changed_parts
from stories.models.finals import words_of

register = Components()


@register.inclusion_tag("stories/_changes.html")
def changes_since_yes(consent: Consent) -> dict[str, object]:
    """Each part that changed, with its name; nothing for somebody who is asked for the first time."""
    before = FinalText.objects.words(consent.story, consent.released_version)
    changed = changed_parts(before, words_of(consent.story)) if before is not None else []
    return {"is_again": before is not None, "parts": [(part_name(name), runs) for name, runs in changed]}


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
