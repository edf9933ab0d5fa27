"""A freed place is offered to the next in line: it is held for them until they say yes, say no, or time runs out."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q

from commons.models import Heartbeat, audit
from events.actions.locking import Busy, changes_places
from events.emails.places import drop_unsent, tell_lapsed, tell_offered, tell_outcome
from events.models import AccessNeed, Event, SignUp, Together, Way
from members.models import Member


def offer_free_places(dates: Together) -> None:
    """To those with the lowest numbers, of each way, until it starts. Under the lock; the caller saves the dates."""
    for way in Way:
        if dates.calls_people_in() and dates.left(way):
            for signup in next_in_line(dates, way):
                offer(signup, dates)


def next_in_line(dates: Together, way: str) -> Iterable[SignUp]:
    """Those who may have what is free, in order. Where places are held, one of that sector may come before others."""
    waiting = dates.waiting(way)
    for signup in waiting if any(dates.held.values()) else waiting[: dates.left(way)]:
        if dates.has_room(way, signup.contact.sector_id):
            yield signup


def offer(signup: SignUp, dates: Together) -> None:
    """Held for them from now, and one email."""
    signup, until = dates.placed(signup), dates.offered_until()
    rows = [signup, *dates.others_of(signup)]
    for row in rows:
        row.move(SignUp.State.OFFERED, at=dates.at, until=until)
    dates.take(signup.way, signup.contact.sector_id)
    drop_unsent(*rows)
    tell_offered(signup, dates.events, at=dates.at)


@changes_places
def accept(signup: SignUp, *, at: datetime, by: Member | None = None) -> bool:
    """Yes, I am coming. Nothing where no place is held for them; the first answer stands."""
    dates = Together.lock(signup.event, at=at)
    rows = [row for row in dates.party_of(signup) if row.contact_id == signup.contact_id and row.is_offered]
    if not rows or dates.first.is_cancelled:
        return False
    for row in rows:
        row.move(SignUp.State.CONFIRMED, at=at)
    drop_unsent(*rows)
    tell_outcome(rows[0], rows[0].event, at=at, dates=dates.events)
    if by is not None:
        audit("events.said_yes", by=by.uuid, kind="signup", target=signup.uuid)
    return True


def leave(
    signup: SignUp, dates: Together, *, state: SignUp.State = SignUp.State.CANCELLED, fill: bool = True
) -> list[SignUp]:
    """Out of the room or the line with whom they brought, and the next one in. Under the lock; says who left."""
    party = dates.party_of(signup)
    for row in party:
        if row.has_a_place:
            row.event.count(row.way, -1)
        row.move(state, at=dates.at)
    drop_unsent(*party)
    # Nothing has to be got ready for whoever does not come. How often it was asked for stays.
    AccessNeed.objects.forget(party, at=dates.at)
    if party and fill:
        dates.count_held()
        offer_free_places(dates)
        dates.save()
    return party


def keep_offers_moving(now: datetime) -> int:
    """Offers that ran out go to the next, and places that were held are released. Safe to run twice, or twice at once.

    Says how many offers ran out. A date that is busy is looked at again by the next run.
    """
    # While a date is cancelled nobody can say yes: an offer stands still, in case the date is brought back.
    is_on = Q(cancelled_at=None) | Q(starts_at__lte=now)
    ran_out = is_on & Q(signups__state=SignUp.State.OFFERED, signups__offered_until__lte=now)
    due = Event.objects.filter(ran_out | Q(held_until__lte=now)).select_related("series", "venue")
    lapsed = 0
    for event in due.order_by("pk").distinct():
        try:
            lapsed += keep_moving(event, at=now)
        except Busy:
            continue
    Heartbeat.objects.beat("events.keep_offers_moving", at=now)
    return lapsed


def lapse(signup: SignUp, dates: Together) -> bool:
    """The place that was held is not theirs any more, and they hear of it. False for whoever left with another."""
    until = signup.offered_until
    if until is None or not leave(signup, dates, state=SignUp.State.LAPSED, fill=False):
        return False
    tell_lapsed(signup, dates.placed(signup).event, until=until, at=dates.at)
    return True


@changes_places
def keep_moving(event: Event, *, at: datetime) -> int:
    """One date: what has run out is read again under the lock, so that two schedulers do it once."""
    dates = Together.lock(event, at=at)
    if dates.of(event).can_be_on_again(at):
        return 0
    ran_out = dates.signups().filter(event=event, state=SignUp.State.OFFERED, offered_until__lte=at)
    # All of them first: a place that lapses must not go to somebody whose own offer is about to.
    lapsed = [signup for signup in ran_out if lapse(signup, dates)]
    for one in dates.events:
        one.held_until = one.held_until if one.holds_places(at) else None
    dates.count_held()
    offer_free_places(dates)
    dates.save()
    return len(lapsed)
