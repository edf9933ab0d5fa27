"""Who may do what with a story, and what still stands between it and its readers."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Member
from stories.models import Decision, PersonInStory, Story

if TYPE_CHECKING:
    from stories.models import Consent


@dataclass(frozen=True)
class Block:
    """Something to settle first, in words, and the page where it is settled."""

    text: str
    page: str
    question: str = ""


def can_check(user: Member, story: Story) -> bool:
    """A checker, or an organiser where no second checker is there. Nobody decides about a story of their own."""
    return (user.has_role("moderator") or stands_in(user, story)) and not story.is_told_by(user)


def stands_in(user: Member, story: Story) -> bool:
    """An organiser is the second person where there is no other checker."""
    return user.has_role("admin") and story.is_waiting and bool(story.passed_by_id) and not second_checkers(story)


def second_checkers(story: Story) -> list[Member]:
    """Who else may decide about it: not its teller, and not whoever was not sure or said no before."""
    checkers = Member.objects.holding("moderator").filter(is_active=True).exclude(pk=story.passed_by_id or 0)
    return list(checkers.exclude(contact=story.teller_id).select_related("contact"))


def second_people(story: Story) -> list[Member]:
    """The same, or the organisers where there is none."""
    organisers = Member.objects.holding("admin").filter(is_active=True).exclude(pk=story.passed_by_id or 0)
    return second_checkers(story) or list(organisers.exclude(contact=story.teller_id).select_related("contact"))


def can_decide(user: Member, story: Story, *, now: datetime) -> bool:
    """A checker, about a story that waits and that no other checker has in hand."""
    is_free = story.is_waiting and story.passed_by_id != user.pk and not story.is_claimed_by_another(user, now=now)
    return is_free and can_check(user, story)


def can_pass_on(user: Member, story: Story, *, now: datetime) -> bool:
    """Whoever may decide and is not sure; the second person decides."""
    return can_decide(user, story, now=now) and story.passed_by_id is None


def can_appeal(story: Story) -> bool:
    """Once, after a no."""
    is_no = story.state == Story.State.DECLINED
    return is_no and not story.decisions.filter(outcome=Decision.Outcome.APPEALED).exists()


def can_hold(user: Member, story: Story) -> bool:
    """Any checker may hold any story they can see, even one in another's hand: safety does not wait."""
    return can_check(user, story) and not story.is_held


def can_put_back(user: Member, story: Story) -> bool:
    """The safeguarding lead alone ends a hold, and never for a story of their own."""
    return user.has_role("safeguarding") and story.is_held and not story.is_told_by(user)


def agreement(story: Story) -> "Consent | None":
    """The teller's own agreement, when they have given it."""
    return next((one for one in agreements(story) if one.contact_id == story.teller_id), None)


def agreements(story: Story) -> "list[Consent]":
    """What the story rests on: what each person in it last said, or its published source."""
    return list(story.consents.about(story).select_related("contact").order_by("pk"))


def still_to_say_yes(story: Story) -> "list[Consent]":
    """Those who have not yet released the final text and can be asked by email; the teller always counts."""
    unreleased = [one for one in agreements(story) if one.contact is not None and one.released_at is None]
    return [one for one in unreleased if one.contact_id == story.teller_id or (one.contact and one.contact.email)]


def blocks_sending(story: Story) -> list[Block]:
    """What its teller settles before it is sent."""
    return [*_missing_words(story), *blocks_publication(story)]


def blocks_publication(story: Story) -> list[Block]:
    """What keeps it from readers: a person who has not been asked, or no agreement to be read."""
    open_people = story.people.filter(settled=PersonInStory.Settled.OPEN)
    blocks = [Block(_why_open(person) % {"name": person}, "people") for person in open_people]
    rests_on = agreements(story)
    if not rests_on or not all(one.is_open and one.lets_people_read for one in rests_on):
        blocks.append(Block(_("Nobody may read it yet. Choose who can, on the page about agreement."), "consent"))
    return blocks


def _why_open(person: PersonInStory) -> str:
    if person.consents.filter(ended_at=None).exists():
        return _("%(name)s agreed, but not to be named. Take the name out of your words.")
    return _("%(name)s has not agreed to be in it yet. Ask them, or change the name.")


def parts_to_take_back(consent: "Consent", story: Story) -> list[str]:
    """Of words, name and picture, those that somebody has in this story and may take out of it."""
    theirs = story.consents.filter(contact=consent.contact_id, is_replaced=False)
    has_words = theirs.exclude(quote=None).filter(ended_at=None).exists()
    is_named = theirs.filter(ended_at=None).exclude(naming="none").exists()
    has_picture = bool(story.picture) and consent.contact_id == story.teller_id
    parts = {"words": has_words, "name": is_named, "picture": has_picture}
    return [part for part, is_there in parts.items() if is_there] if story.state != Story.State.WITHDRAWN else []


def uses_agreed(story: Story) -> list[str]:
    """Outside the site, what everyone whose yes it rests on agreed to, now."""
    said = [set(one.uses) if one.is_open and one.released_at else set() for one in agreements(story)]
    both = set.intersection(*said) if said else set()
    return [use for use in ("report", "slides", "funder", "social", "press") if use in both]


def to_ask(story: Story) -> "list[Consent]":
    """Whom to ask for their yes to the final words, once each: people in it, then those whose words stand in it."""
    story_first = [*still_to_say_yes(story), *unreleased_quotes(story)]
    return list({one.contact_id: one for one in reversed(story_first)}.values())[::-1]


def unreleased_quotes(story: Story) -> "list[Consent]":
    """Words agreed to whose speakers have not seen the final text, and can be asked."""
    rows = story.consents.exclude(quote=None).filter(ended_at=None, released_at=None).select_related("contact")
    return [one for one in rows.order_by("pk") if one.contact and one.contact.email]


def blocks_approval(story: Story) -> list[Block]:
    """What keeps a checker from saying yes: all of that, and whatever was found in the words and is not cleared."""
    found = story.findings.open().count()
    text = ngettext(
        "%(n)d thing found in the words is not cleared yet.", "%(n)d things found in the words are not cleared yet.",
        found,
    )  # fmt: skip
    return [*blocks_publication(story), *([Block(text % {"n": found}, "check")] if found else [])]


def _missing_words(story: Story) -> list[Block]:
    wanted = [
        (story.who_was_there, Block(_("Say who was there"), "tell", "who_was_there")),
        (story.what_we_did, Block(_("Say what you did"), "tell", "what_we_did")),
        (story.title, Block(_("Give it a title"), "about")),
        (story.picture_alt if story.picture else "none", Block(_("Say what your picture shows"), "picture")),
    ]
    return [block for words, block in wanted if not words.strip()]
