"""Another way to take part, somebody they bring, a tick that changed: by the link in the email or as a member."""

from datetime import datetime
from typing import Unpack

from collab.kit.saving import save
from events.actions.locking import Closed, changes_places
from events.actions.offering import offer_free_places
from events.actions.places import Asked, Wishes, bring
from events.emails.places import drop_unsent, tell_outcome
from events.models import SignUp, Together, state_for

MOST_BROUGHT = 3


class FullThatWay(Exception):
    """They keep the place they have: there is none of the other way."""


@changes_places
def change(signup: SignUp, *, at: datetime, **wishes: Unpack[Wishes]) -> None:
    """What they wish now. An email says it again when a place or the company changed."""
    asked = Asked(**wishes)
    dates = Together.lock(signup.event, at=at)
    party = dates.party_of(signup)
    rows = [row for row in party if row.contact_id == signup.contact_id]
    if not rows or not dates.first.takes_sign_ups(at):
        raise Closed
    for row in rows:
        row.has_carer, row.show_name = asked.has_carer, asked.show_name
        row.save(update_fields=["has_carer", "show_name"])
    is_switched = asked.way in dates.first.ways and asked.way != rows[0].way
    if is_switched:
        switch(dates, rows, asked.way)
    has_room_for_more = len(party) // len(rows) <= MOST_BROUGHT
    brought = bring(dates, rows, asked) if asked.brings and has_room_for_more else []
    dates.save(also=[*map(save, brought)])
    if is_switched or brought:
        tell_again(dates, rows, brought)


def switch(dates: Together, rows: list[SignUp], way: str) -> None:
    """A place of the other way, or of whoever waits a new number there; what they had goes to the next."""
    first = rows[0]
    has_room = dates.has_room(way, first.contact.sector_id)
    if first.has_a_place and not has_room:
        raise FullThatWay
    for row in rows:
        if row.has_a_place:
            row.event.count(row.way, -1)
        row.way, row.position = way, None if has_room else row.event.next_number()
        row.state, row.changed_at, row.offered_until = state_for(row.position), dates.at, None
        row.save(update_fields=["way", "position", "state", "changed_at", "offered_until"])
    if has_room:
        dates.take(way, first.contact.sector_id)
    dates.count_held()
    offer_free_places(dates)


def tell_again(dates: Together, rows: list[SignUp], brought: list[SignUp]) -> None:
    """The earlier email is stopped where it has not gone out; the new one has a key of its own."""
    drop_unsent(*rows)
    for row in rows:
        row.turn += 1
        row.save(update_fields=["turn"])
    tell_outcome(rows[0], rows[0].event, at=dates.at, dates=dates.events, brought=brought[:1])
