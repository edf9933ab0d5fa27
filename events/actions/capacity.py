"""What a host changes: how many places there are, and who is in."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from commons.models import audit
from events.actions.locking import TooFewPlaces, changes_places
from events.actions.offering import leave, offer_free_places
from events.emails.places import drop_unsent, tell_moved, tell_taken_off
from events.models import Event, SignUp, Together, Way
from members.models import Member


@changes_places
def set_capacity(
    event: Event,
    capacity: int,
    *,
    at: datetime,
    online: int | None = None,
    moving: Collection[UUID] = (),
    by: Member | None = None,
) -> None:
    """More places are offered to those who wait; fewer than are taken is refused, unless enough people are moved."""
    dates = Together.lock(event, at=at)
    event = dates.of(event)
    move_to_the_line(dates, moving)
    online = event.online_capacity if online is None else online
    if capacity < event.taken or online < event.online_taken:
        raise TooFewPlaces
    event.capacity, event.online_capacity = capacity, online
    fill(dates)
    if by is not None:
        facts = {"capacity": capacity, "online": online, "moved": len(moving)}
        audit("events.capacity_changed", by=by.uuid, kind="event", target=event.uuid, **facts)


def fill(dates: Together) -> None:
    """The places as they are now, in the rows, and what is free to those who wait."""
    for event in dates.events:
        if not event.capacity and event.online_capacity:
            # There is no room any more: whoever waits for it waits for a place from home.
            event.signups.waiting().filter(way=Way.ROOM).update(way=Way.ONLINE)
    dates.count_held()
    offer_free_places(dates)
    dates.save("capacity", "online_capacity")


def move_to_the_line(dates: Together, moving: Collection[UUID]) -> None:
    """To the front of it, those who came first before the others, and each is told kindly."""
    chosen = dates.signups().with_a_place().filter(uuid__in=moving) if moving else dates.signups().none()
    # The first to come ends up with the lowest number.
    for signup in sorted(chosen, key=lambda row: (row.signed_up_at, row.pk), reverse=True):
        rows = dates.signups().with_a_place().filter(contact=signup.contact_id)
        for row in [dates.placed(row) for row in rows]:
            drop_unsent(row)
            row.event.count(row.way, -1)
            row.stand_in_front(dates.number_in_front(row.event), at=dates.at)
            if row == signup:
                tell_moved(row, row.event, at=dates.at)


@changes_places
def take_off(signup: SignUp, *, by: Member, at: datetime) -> None:
    """A host takes somebody off the list; they are told, and a freed place is offered to the next."""
    dates = Together.lock(signup.event, at=at)
    party = leave(signup, dates)
    if theirs := [row for row in party if row.contact_id == signup.contact_id]:
        tell_taken_off(theirs[0], theirs[0].event, at=at)
        audit("events.taken_off", by=by.uuid, kind="signup", target=signup.uuid)
