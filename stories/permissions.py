"""Who may do what with a story, and what still stands between it and its readers."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from members.models import Member
from stories.models import PersonInStory, Story, Use

if TYPE_CHECKING:
    from stories.models import Consent

READERS = {Use.MEMBERS, Use.WEB}


@dataclass(frozen=True)
class Block:
    """Something to settle first, in words, and the page where it is settled."""

    text: str
    page: str
    question: str = ""


def can_check(user: Member, story: Story) -> bool:
    """Nobody decides about a story of their own."""
    return user.has_role("moderator") and not story.is_told_by(user)


def can_decide(user: Member, story: Story, *, now: datetime) -> bool:
    """A checker, about a story that waits and that no other checker has in hand."""
    return can_check(user, story) and story.is_waiting and not story.is_claimed_by_another(user, now=now)


def can_hold(user: Member, story: Story) -> bool:
    """Any checker may hold any story they can see, even one in another's hand: safety does not wait."""
    return can_check(user, story) and not story.is_held


def can_put_back(user: Member, story: Story) -> bool:
    """The safeguarding lead alone ends a hold, and never for a story of their own."""
    return user.has_role("safeguarding") and story.is_held and not story.is_told_by(user)


def agreement(story: Story) -> "Consent | None":
    """What the story rests on: its open consent record, the teller's or a source's."""
    return story.consents.filter(quote=None, ended_at=None).order_by("pk").first()


def blocks_sending(story: Story) -> list[Block]:
    """What its teller settles before it is sent."""
    return [*_missing_words(story), *blocks_publication(story)]


def blocks_publication(story: Story) -> list[Block]:
    """What keeps it from readers: a person who has not been asked, or no agreement to be read."""
    open_people = story.people.filter(settled=PersonInStory.Settled.OPEN)
    blocks = [
        Block(_("%(name)s has not agreed to be in it yet. Ask them, or change the name.") % {"name": person}, "people")
        for person in open_people
    ]
    consent = agreement(story)
    if consent is None or not READERS & set(consent.uses):
        blocks.append(Block(_("Nobody may read it yet. Choose who can, on the page about agreement."), "consent"))
    return blocks


def _missing_words(story: Story) -> list[Block]:
    wanted = [
        (story.who_was_there, Block(_("Say who was there"), "tell", "who_was_there")),
        (story.what_we_did, Block(_("Say what you did"), "tell", "what_we_did")),
        (story.title, Block(_("Give it a title"), "about")),
    ]
    return [block for words, block in wanted if not words.strip()]
