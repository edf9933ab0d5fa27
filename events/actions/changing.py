"""Dates change: one, or one and all after it. Whoever has a place or a number is told in the same transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.utils.formats import date_format
from django.utils.timezone import localtime

from collab.kit.components.events import until
from commons.models import OldAddress, audit
from events.actions.capacity import fill
from events.actions.locking import TooFewPlaces, changes_places
from events.emails.changes import News, people_of, tell_changes
from events.emails.places import drop_reminders
from events.models import LONDON, Event, Reminder, Series, SignUp, Together, Venue, Way
from members.models import Member

# The pages of a date, for everybody and for its hosts: each old address leads to the new one.
PAGES_OF_A_DATE = ["", "join/", "wall/", "pledge/", "calendar.ics", "here/", "here/walk-in/", "here/paper/",
                   "arrive/", "labels/", "door/"]  # fmt: skip
PAGES_OF_ITS_HOSTS = ["", "change/", "plan/", "cancel/", "on-again/", "add/", "places/", "places/how-many/",
                      "places/kept/", "questions/", "questions/add/", "needs/", "needs/lead/", "ring/", "pack/",
                      "import/", "after/"]  # fmt: skip


PLACES = ("capacity", "online_capacity", "online_link")
# What of a date becomes the usual of the series, when all after it change too.
USUAL = ("starts", "ends", "venue", "capacity", "online_capacity", "online_link")
CHANGED = ("day", "venue", "theme", "standfirst", "starts_at", "ends_at", "sequence", "changed_at", "moved_at", *PLACES)


class DayTaken(Exception):
    """The series has another date on that day. Nothing has changed."""


@dataclass(frozen=True)
class Change:
    """What a date is to be."""

    day: date
    starts: time
    ends: time
    venue: Venue | None
    theme: str = ""
    standfirst: str = ""
    # None is as it is now. An empty link is the usual one.
    capacity: int | None = None
    online_capacity: int | None = None
    online_link: str | None = None

    @classmethod
    def none(cls, event: Event) -> "Change":
        """As it is now."""
        start, end = localtime(event.starts_at, LONDON), localtime(event.ends_at, LONDON)
        places = (event.capacity, event.online_capacity, event.online_link)
        return cls(start.date(), start.time(), end.time(), event.venue, event.theme, event.standfirst, *places)

    @property
    def places(self) -> tuple[int | None, int | None]:
        """In the room, and from home."""
        return self.capacity, self.online_capacity

    def filled(self, event: Event) -> "Change":
        """With what the date has where nothing is said."""
        now = Change.none(event)
        unsaid = [name for name in PLACES if getattr(self, name) is None]
        return replace(self, **{name: getattr(now, name) for name in unsaid})

    def fits(self, event: Event) -> bool:
        """Everybody who has a place keeps it, and there are none in a room that is nowhere."""
        return (
            (self.capacity or 0) >= event.taken
            and (self.online_capacity or 0) >= event.online_taken
            and (self.venue is not None or not self.capacity)
        )

    def at(self, venue: Venue | None) -> "Change":
        """The same, at another place."""
        return replace(self, venue=venue)


@changes_places
def change_date(event: Event, change: Change, *, at: datetime, by: Member | None = None) -> Event:
    """One date changes; the others stay. Raises DayTaken, TooFewPlaces."""
    row = Event.objects.lock(event)
    before = row.capacity, row.online_capacity
    tell_changes(apply(change, row, at=at), at=at)
    note_places(row, before, by)
    return row


@changes_places
def change_from(event: Event, change: Change, *, at: datetime, by: Member | None = None) -> Event:
    """This date and all after it: the same time, place, places and day of the rhythm. Raises DayTaken, TooFewPlaces."""
    series = Series.objects.lock(event.series)
    now, change = Change.none(event), change.filled(event)
    later = locked(series, since=event.starts_at)
    days = {} if change.day == event.day else shift(series, event, change.day, later)
    usual = {name: new for name in USUAL if (new := getattr(change, name)) != getattr(now, name)}
    old_link = series.online_link
    be_usual(series, usual)
    # From the end when they move on, so that none steps on the next.
    news = []
    for one in sorted(later, key=lambda row: row.day, reverse=change.day > event.day):
        is_this = one.pk == event.pk
        new = change if is_this else as_usual(one, usual)
        news += follow(one, new, days, is_this=is_this, at=at)
    if series.online_link != old_link:
        earlier = series.dates.filter(starts_at__lt=event.starts_at, ends_at__gt=at, online_link="")
        earlier.update(online_link=old_link)
    tell_changes(news, at=at)
    note_places(next(one for one in later if one.pk == event.pk), now.places, by)
    return next(one for one in later if one.pk == event.pk)


def be_usual(series: Series, usual: dict[str, Any]) -> None:
    """What dates that are made from now on have. Without a room there are no places in one."""
    for name, value in usual.items():
        setattr(series, name, value or series.online_link if name == "online_link" else value)
    if series.venue is None:
        series.capacity, series.online_capacity = 0, series.online_capacity or series.capacity
    series.save(update_fields=[*USUAL, "rule", "rule_in_words", "first_on", "skipped"])


def as_usual(event: Event, usual: dict[str, Any]) -> Change:
    """A later date with the new usual; where more people have places than that, it keeps its own."""
    now = Change.none(event)
    change = replace(now, **usual)
    if change.fits(event):
        return change
    return replace(change, venue=now.venue, capacity=now.capacity, online_capacity=now.online_capacity)


def note_places(event: Event, before: tuple[int | None, int | None], by: Member | None) -> None:
    """On record, when their number changed."""
    if by is not None and before != (event.capacity, event.online_capacity):
        facts = {"capacity": event.capacity, "online": event.online_capacity, "moved": 0}
        audit("events.capacity_changed", by=by.uuid, kind="event", target=event.uuid, **facts)


def locked(series: Series, *, since: datetime) -> list[Event]:
    """Its dates from this moment on, their rows ours, by ascending id."""
    rows = series.dates.select_for_update(of=["self"]).select_related("venue").filter(starts_at__gte=since)
    dates = list(rows.order_by("pk"))
    for one in dates:
        one.series = series
    return dates


def shift(series: Series, event: Event, day: date, later: list[Event]) -> dict[date, date]:
    """The rhythm from this date on as the new day has it: which old day of the rule becomes which new one."""
    old, new = series.rhythm, series.rhythm.moved_to(day)
    end = max([*(one.rule_day for one in later), *series.skipped])
    before = [one for one in series.days(until=end) if one >= event.rule_day]
    if not old.repeats or event.rule_day not in before:
        return {}
    days = dict(zip(before, new.days(len(before)), strict=False))
    series.rule, series.rule_in_words, series.first_on = new.rule, new.words, day
    series.skipped = [days.get(one, one) for one in series.skipped]
    return days


def follow(one: Event, change: Change, days: dict[date, date], *, is_this: bool, at: datetime) -> list[News]:
    """A later date goes along with its rule; one that was moved or cancelled stays on its own day."""
    stays = one.is_cancelled or (one.is_moved and not is_this)
    new_day = days.get(one.rule_day)
    if new_day is not None:
        one.rule_day = new_day
        one.save(update_fields=["rule_day"])
        change = change if stays or is_this else replace(change, day=new_day)
    return [] if one.is_cancelled else apply(change, one, at=at)


def apply(change: Change, event: Event, *, at: datetime) -> list[News]:
    """The date as it is to be, its old addresses lead on. Returns who is to be told of what they need to know."""
    now, change = Change.none(event), change.filled(event)
    if change == now:
        return []
    if change.day != event.day and event.series.dates.filter(day=change.day).exclude(pk=event.pk).exists():
        raise DayTaken
    if not change.fits(event):
        raise TooFewPlaces
    was, link, old_addresses = in_words(event), event.joining_link, addresses_of(event)
    # Before the row is written: of workshops that are taken as a whole, the others are locked here.
    dates = beside_others(event, at=at) if change.places != now.places else None
    if when_and_where(change) != when_and_where(now):
        event.moved_at = at
    put(change, event)
    lead_on(dict(zip(old_addresses, addresses_of(event), strict=True)))
    news = news_of(event, now, was, link, at=at)
    if dates:
        fill(dates)
    return news


def when_and_where(change: Change) -> tuple[date, time, time, Venue | None]:
    """What people have to hear of when it is another."""
    return change.day, change.starts, change.ends, change.venue


def put(change: Change, event: Event) -> None:
    """Write the row."""
    for name in ("day", "venue", "theme", "standfirst", *PLACES):
        setattr(event, name, getattr(change, name))
    event.starts_at = datetime.combine(change.day, change.starts, LONDON)
    event.ends_at = datetime.combine(change.day, change.ends, LONDON)
    event.sequence += 1
    event.save(update_fields=CHANGED)


def beside_others(event: Event, *, at: datetime) -> Together:
    """The dates that are taken together, with this very row among them."""
    dates = Together.lock(event, at=at)
    dates.events = [event if one.pk == event.pk else one for one in dates.events]
    return dates


def news_of(event: Event, before: Change, was: str, link: str, *, at: datetime) -> list[News]:
    """Of another time all hear; of another place those who go there; of another link those who were shown the old."""
    now = Change.none(event)
    has_new_time = (now.day, now.starts, now.ends) != (before.day, before.starts, before.ends)
    if not has_new_time and now.venue == before.venue:
        return news_of_link(event, at=at) if event.joining_link != link else []
    told = [one for one in people_of(event) if has_new_time or one.way == Way.ROOM]
    drop_reminders(Reminder.objects.filter(signup__in=told))
    news = [News(signup, event, was) for signup in told]
    return [*news, *(news_of_link(event, at=at, but=told) if event.joining_link != link else [])]


def news_of_link(event: Event, *, at: datetime, but: Sequence[SignUp] = ()) -> list[News]:
    """Those who come in from home, once they were shown where."""
    told = [one for one in people_of(event) if one.online_url(event, at) and one not in but]
    drop_reminders(Reminder.objects.filter(signup__in=told))
    return [News(signup, event, has_new_link=True) for signup in told]


def in_words(event: Event) -> str:
    """Wednesday 18 November, 5:30pm to 7pm, St Hilda’s hall, 1 Mill Lane."""
    day = date_format(localtime(event.starts_at), "l j F")
    return f"{day}, {until(event.starts_at, event.ends_at)}, {event.where_in_full}"


def addresses_of(event: Event) -> list[str]:
    """All that begin with its day, in one order."""
    public, hosts = event.get_absolute_url(), event.get_host_url()
    return [*(f"{public}{page}" for page in PAGES_OF_A_DATE), *(f"{hosts}{page}" for page in PAGES_OF_ITS_HOSTS)]


def lead_on(moved: dict[str, str]) -> None:
    """Whoever has an old address comes to the new one; older ones lead there at once."""
    if all(old == new for old, new in moved.items()):
        return
    OldAddress.objects.filter(path__in=moved.values()).delete()
    older = list(OldAddress.objects.filter(now_at__in=moved))
    for one in older:
        one.now_at = moved[one.now_at]
    OldAddress.objects.bulk_update(older, ["now_at"])
    rows = [OldAddress(path=old, now_at=new) for old, new in moved.items()]
    OldAddress.objects.bulk_create(rows, update_conflicts=True, unique_fields=["path"], update_fields=["now_at"])
