"""A date that is added to workshops which are taken as a whole covers those who are signed up for the others."""

from datetime import datetime

from events.actions.holding import hold_as_usual
from events.emails.places import tell_date_added
from events.models import Event, SignUp, Together, Way


def add_covered(event: Event, *, at: datetime) -> None:
    """Save a new date. Of workshops taken as a whole, whoever has a place or a number has the same here, and is told.

    Nobody loses a place by it: it has as many as are taken at the others, also where the usual number is smaller.
    """
    known = others_of(event, at=at)
    dates = Together.lock(known, at=at) if known else None
    # Whoever signs up has a row at every date to come, so the last of them names all.
    others = dates.events if dates else []
    rows = list(dates.signups().live().filter(event=last_of(others))) if dates else []
    for way in Way:
        taken = sum(row.has_a_place and row.way == way for row in rows)
        make_room(event, way, taken)
    event.last_position = max([one.last_position for one in others], default=0)
    event.save(force_insert=True)
    hold_as_usual(event.series, [event], at=at)
    here = {row.pk: copied(row, event, at=at) for row in rows}
    for row in rows:
        here[row.pk].brought_by = here.get(row.brought_by_id or 0)
        here[row.pk].save(force_insert=True)
    tell_all(list(here.values()), [*others, event], at=at)


def others_of(event: Event, *, at: datetime) -> Event | None:
    """Any date to come that the new one is taken together with; none for a date that is over, or on its own."""
    if not event.series.is_taken_as_a_whole or event.is_over(at):
        return None
    coming: Event | None = (
        event.series.dates.coming(at).with_details().filter(is_public=True, cancelled_at=None).first()
    )
    return coming


def last_of(events: list[Event]) -> Event:
    return max(events, key=lambda one: (one.starts_at, one.pk))


def make_room(event: Event, way: str, taken: int) -> None:
    """So many places are taken, and there are as many at least."""
    places = max(event.capacity_for(way), taken)
    if way == Way.ONLINE:
        event.online_capacity = places
    else:
        event.capacity = places
    event.count(way, taken)


def copied(row: SignUp, event: Event, *, at: datetime) -> SignUp:
    """The same person at the new date: their place, or their number in the line; not saved."""
    kept = ("contact", "state", "position", "way", "has_carer", "show_name", "added_by", "form_key")
    same = {name: getattr(row, name) for name in (*kept, "signed_up_at", "offered_until")}
    return SignUp(event=event, changed_at=at, **same)


def tell_all(rows: list[SignUp], events: list[Event], *, at: datetime) -> None:
    """One email each, with all dates; whoever brings somebody hears of both."""
    in_order = sorted(events, key=lambda one: one.starts_at)
    for row in rows:
        if row.brought_by is None:
            brought = [other for other in rows if other.brought_by == row]
            tell_date_added(row, row.event, at=at, dates=in_order, brought=brought)
