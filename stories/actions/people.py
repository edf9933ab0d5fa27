"""Who else is in a story, and what they said: each row with how its person agreed."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from commons.models import audit
from members.models import Member
from stories.actions.asking import ask, end_agreements, record_agreement
from stories.actions.history import locked
from stories.actions.telling import change_story
from stories.models import PersonInStory, Quote, Story
from stories.models.naming import hides_more, shown_as

Settled = PersonInStory.Settled


@dataclass(frozen=True)
class Agreeing:
    """How somebody's yes is come by: an email to them, or what the teller says; nothing leaves it as it is."""

    how: str = ""
    name: str = ""
    email: str = ""
    on: date | None = None
    uses: tuple[str, ...] = ()


NOTHING_NEW = Agreeing()


@transaction.atomic
def settle_person(
    story: Story, *, by: Member, at: datetime, person: PersonInStory | None = None,
    agreeing: Agreeing = NOTHING_NEW, **fields: Any,
) -> bool:  # fmt: skip
    """Add somebody who could be recognised, or say how it was settled. The same name twice is one person.

    False when they could not be written to; the row is saved all the same, and open.
    """
    story, name = locked(story), fields.pop("shown_as")
    if person is not None:
        story.people.filter(pk=person.pk).update(shown_as=name, **fields)
        row = story.people.get(pk=person.pk)
    else:
        row, _new = story.people.update_or_create(shown_as=name, defaults={**fields, "order": story.people.count()})
    if row.settled not in {Settled.OPEN, Settled.AGREED}:
        end_agreements(row, at=at)
    change_story(story, by=by, at=at)
    return come_by(story, row, agreeing, by=by, at=at)


def come_by(story: Story, thing: PersonInStory | Quote, agreeing: Agreeing, *, by: Member, at: datetime) -> bool:
    """Write to them, or put it on record. False when too many were written to today."""
    if agreeing.how == "email":
        return ask(story, thing, name=agreeing.name, email=agreeing.email, by=by, at=at)
    if agreeing.how:
        record_agreement(
            story, thing, name=agreeing.name, how=agreeing.how, on=agreeing.on or at.date(),
            uses=list(agreeing.uses), by=by, at=at,
        )  # fmt: skip
    return True


@transaction.atomic
def remove_person(story: Story, person: UUID, *, by: Member, at: datetime) -> None:
    """Leave somebody out. Removing twice is removing once."""
    story = locked(story)
    row = story.people.filter(uuid=person).first()
    if row is not None:
        end_agreements(row, at=at)
        row.delete()
        change_story(story, by=by, at=at)


@transaction.atomic
def save_quote(
    story: Story, *, by: Member, at: datetime, quote: Quote | None = None, typed: str = "",
    agreeing: Agreeing = NOTHING_NEW, **fields: Any,
) -> bool:  # fmt: skip
    """Words that somebody said. Other words are agreed to anew. False when they could not be written to."""
    story = locked(story)
    row = quote or Quote(story=story, order=story.quotes.count())
    is_other = quote is None or quote.words != fields["words"]
    for name, value in fields.items():
        setattr(row, name, value)
    row.shown_as = shown_as(row.naming, typed=typed, story=story, sector=row.sector, uuid=row.uuid)
    row.save()
    if is_other and quote is not None:
        end_agreements(row, at=at)
    change_story(story, by=by, at=at)
    return come_by(story, row, agreeing, by=by, at=at)


@transaction.atomic
def show_less(quote: Quote, *, naming: str, by: Member | None, at: datetime) -> bool:
    """Less of whoever said it, at the next request and in any state; the words are ours, so nobody checks them."""
    story = locked(quote.story)
    quote = Quote.objects.select_related("sector").get(pk=quote.pk)
    if not hides_more(naming, quote.naming) or naming == quote.naming:
        return naming == quote.naming
    quote.show(naming, shown_as(naming, typed="", story=story, sector=quote.sector, uuid=quote.uuid))
    audit("stories.shown_less", by=by.uuid if by else None, kind="story", target=story.uuid, naming=naming)
    return True


@transaction.atomic
def remove_quote(story: Story, quote: UUID, *, by: Member, at: datetime) -> None:
    """Leave it out. What was agreed about it goes with it; removing twice is removing once."""
    story = locked(story)
    row = story.quotes.filter(uuid=quote).first()
    if row is not None:
        end_agreements(row, at=at)
        row.delete()
        change_story(story, by=by, at=at)
