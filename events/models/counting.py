"""A series in numbers: who came, who came again, from which sectors. Under five people it says so and no more."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models.attendance import Attendance, Visit, visits_of
from events.models.dates import Event
from events.models.places import ENOUGH_TO_SHOW
from events.models.series import Series

type Sectors = Counter[tuple[str, str]]


@dataclass
class Count:
    """People at one date, or at the dates of a month."""

    when: date
    title: str = ""
    is_open: bool = False
    dates: int = 1
    places: int = 0
    came: int = 0
    again: int = 0
    sectors: Sectors = field(default_factory=Counter)

    @property
    def sectors_there(self) -> int:
        """From how many sectors; nobody is counted here."""
        return len([cloth for cloth, _name in self.sectors if cloth])


@dataclass
class SeriesCount:
    """The dates that are over, oldest first, and all of them together."""

    dates: list[Count]
    people: int
    more_than_once: int
    sectors: Sectors

    @property
    def months(self) -> list[Count]:
        """The same by month."""
        months: dict[date, Count] = {}
        for one in self.dates:
            first = one.when.replace(day=1)
            month = months.setdefault(first, Count(first, dates=0))
            month.dates, month.places = month.dates + 1, month.places + one.places
            month.came, month.again = month.came + one.came, month.again + one.again
            month.sectors += one.sectors
        return list(months.values())


def count_series(series: Series, now: datetime) -> SeriesCount:
    """In three queries. Whoever came before at any date of the series is somebody who came again."""
    events = list(series.dates.past(now).filter(cancelled_at=None).select_related("closing"))[::-1]
    visits, seen, times = visits_by_event(series, events), set[str](), Counter[str]()
    dates, sectors = [], Counter[tuple[str, str]]()
    for event in events:
        there = visits[event.pk]
        one = count_date(event, there, seen)
        seen |= there.keys()
        times.update(there.keys())
        sectors += one.sectors
        dates.append(one)
    return SeriesCount(dates, len(times), sum(1 for n in times.values() if n > 1), sectors)


def count_date(event: Event, there: dict[str, Visit], seen: set[str]) -> Count:
    """One date, with those who were there before."""
    return Count(
        when=localtime(event.starts_at).date(),
        title=event.title,
        is_open=not hasattr(event, "closing"),
        places=event.taken,
        came=len(there),
        again=len(there.keys() & seen),
        sectors=Counter(sector_of(visit) for visit in there.values()),
    )


def visits_by_event(series: Series, events: list[Event]) -> dict[int, dict[str, Visit]]:
    """Of closed dates what was settled, of the others what is noted so far."""
    still_open = [event.pk for event in events if not hasattr(event, "closing")]
    noted = Attendance.objects.came().filter(event__in=still_open).select_related("contact__sector")
    settled = Visit.objects.filter(event__series=series).select_related("sector")
    found: dict[int, dict[str, Visit]] = defaultdict(dict)
    for visit in [*settled, *visits_of(noted)]:
        found[visit.event_id][visit.who] = visit
    return found


def sector_of(visit: Visit) -> tuple[str, str]:
    """Its cloth and its name; empty for whoever named none."""
    return (visit.sector.cloth, visit.sector.name) if visit.sector else ("", "")


def shown(people: int) -> str:
    """A number of people, or that there are fewer than five: so few point at persons."""
    if 0 < people < ENOUGH_TO_SHOW:
        return _("fewer than 5")
    return str(people)
