"""Places that are held for people of some sectors: at one date, or at this one and all after it."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from commons.models import audit
from events.actions.locking import TooFewPlaces, changes_places
from events.actions.offering import offer_free_places
from events.models import RELEASED_BEFORE, Event, HeldPlaces, Series, Together
from members.models import Member, Sector


@changes_places
def hold_places(event: Event, places: Mapping[Sector, int], *, by: Member, at: datetime) -> None:
    """So many for each of these sectors, until some days before. What is held no more is offered at once."""
    hold(event, places, by=by, at=at)


@changes_places
def hold_places_from(event: Event, places: Mapping[Sector, int], *, by: Member, at: datetime) -> None:
    """The same at this date and all after it, also at those that are made later. Raises TooFewPlaces."""
    series = Series.objects.lock(event.series)
    series.held = {str(sector.pk): number for sector, number in places.items() if number}
    series.save(update_fields=["held"])
    # All rows at once, in the order of their ids, and then each for itself.
    Together.lock(event, at=at)
    later = event.series.dates.locking().filter(starts_at__gte=event.starts_at, cancelled_at=None)
    for one in list(later.order_by("pk")):
        hold(one.beside(event), places, by=by, at=at)


def hold(event: Event, places: Mapping[Sector, int], *, by: Member, at: datetime) -> None:
    """Under the lock of one date, or of all that are taken together with it."""
    dates = Together.lock(event, at=at)
    event = dates.of(event)
    if sum(places.values()) > event.capacity:
        raise TooFewPlaces
    HeldPlaces.objects.filter(event=event).delete()
    write_held(event, {sector.pk: number for sector, number in places.items()}, at=at)
    dates.count_held()
    offer_free_places(dates)
    dates.save()
    audit("events.held_places", by=by.uuid, kind="event", target=event.uuid, places=sum(places.values()))


def hold_as_usual(series: Series, dates: Iterable[Event], *, at: datetime) -> None:
    """At dates that are new, what holds for all after some date."""
    known = set(Sector.objects.filter(pk__in=series.held).values_list("pk", flat=True)) if series.held else set()
    places = {int(pk): number for pk, number in series.held.items() if int(pk) in known}
    if not places:
        return
    for event in dates:
        write_held(event, places, at=at)
        event.save(update_fields=["held_until"])


def write_held(event: Event, places: Mapping[int, int], *, at: datetime) -> None:
    """The rows, and until when; the caller saves the date."""
    HeldPlaces.objects.bulk_create(
        HeldPlaces(event=event, sector_id=sector, places=number) for sector, number in places.items() if number
    )
    until = event.starts_at - RELEASED_BEFORE
    event.held_until = until if any(places.values()) and until > at else None
