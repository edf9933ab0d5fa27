"""Dates change: one, or one and all after it. Whoever has a place or a number is told in the same transaction."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time

from django.utils.formats import date_format
from django.utils.timezone import localtime

from collab.kit.components.events import until
from commons.models import OldAddress
from events.actions.locking import changes_places
from events.emails.changes import News, people_of, tell_changes
from events.emails.places import drop_reminders
from events.models import LONDON, Event, Reminder, Series, Venue

# The pages of a date, for everybody and for its hosts: each old address leads to the new one.
PAGES_OF_A_DATE = ["", "join/", "wall/", "pledge/", "calendar.ics", "here/", "here/walk-in/", "here/paper/",
                   "arrive/", "labels/", "door/"]  # fmt: skip
PAGES_OF_ITS_HOSTS = ["", "change/", "plan/", "cancel/", "on-again/", "add/", "places/", "places/how-many/",
                      "places/kept/", "questions/", "questions/add/", "needs/", "needs/lead/", "ring/", "pack/",
                      "import/", "after/"]  # fmt: skip


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

    @classmethod
    def none(cls, event: Event) -> "Change":
        """As it is now."""
        start, end = localtime(event.starts_at, LONDON), localtime(event.ends_at, LONDON)
        return cls(start.date(), start.time(), end.time(), event.venue, event.theme, event.standfirst)

    def at(self, venue: Venue | None) -> "Change":
        """The same, at another place."""
        return replace(self, venue=venue)


@changes_places
def change_date(event: Event, change: Change, *, at: datetime) -> Event:
    """One date changes; the others stay. Raises DayTaken."""
    row = Event.objects.lock(event)
    tell_changes(apply(change, row, at=at), at=at)
    return row


@changes_places
def change_from(event: Event, change: Change, *, at: datetime) -> Event:
    """This date and all after it: the same time, place and day of the rhythm for each. Raises DayTaken."""
    series = Series.objects.lock(event.series)
    now = Change.none(event)
    later = locked(series, since=event.starts_at)
    days = {} if change.day == event.day else shift(series, event, change.day, later)
    usual = {name: new for name in ("starts", "ends", "venue") if (new := getattr(change, name)) != getattr(now, name)}
    for name, value in usual.items():
        setattr(series, name, value)
    series.save(update_fields=["starts", "ends", "venue", "rule", "rule_in_words", "first_on", "skipped"])
    # From the end when they move on, so that none steps on the next.
    news = []
    for one in sorted(later, key=lambda row: row.day, reverse=change.day > event.day):
        is_this = one.pk == event.pk
        new = change if is_this else replace(Change.none(one), **usual)
        news += follow(one, new, days, is_this=is_this, at=at)
    tell_changes(news, at=at)
    return next(one for one in later if one.pk == event.pk)


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
    """The date as it is to be; its old addresses lead on. Returns who is to be told of another day, time or place."""
    if change == Change.none(event):
        return []
    before, was, old_addresses = appointment(event), in_words(event), addresses_of(event)
    if change.day != event.day and event.series.dates.filter(day=change.day).exclude(pk=event.pk).exists():
        raise DayTaken
    event.day, event.venue, event.theme, event.standfirst = change.day, change.venue, change.theme, change.standfirst
    event.starts_at = datetime.combine(change.day, change.starts, LONDON)
    event.ends_at = datetime.combine(change.day, change.ends, LONDON)
    event.sequence += 1
    event.save(update_fields=["day", "venue", "theme", "standfirst", "starts_at", "ends_at", "sequence", "changed_at"])
    lead_on(dict(zip(old_addresses, addresses_of(event), strict=True)))
    if appointment(event) == before:
        return []
    drop_reminders(Reminder.objects.filter(signup__event=event))
    return [News(signup, event, was) for signup in people_of(event)]


def appointment(event: Event) -> tuple[datetime, datetime, int | None]:
    """What people keep in their diaries."""
    return event.starts_at, event.ends_at, event.venue_id


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
