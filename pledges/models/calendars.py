"""A pledge in its maker's own calendar: their words, at their time."""

import re
from datetime import date, datetime, time, timedelta

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vText

from collab.kit.days import DAY_NAMES
from commons.models import NetworkSettings
from events.models.calendars import EUROPE_LONDON, organiser
from events.models.series import LONDON
from pledges.models.pledges import Pledge

HALF_AN_HOUR = timedelta(minutes=30)
TWELVE = re.compile(r"\b(1[0-2]|[1-9])(?:[:.]([0-5]\d))?\s*([ap])\.?m\b\.?", re.IGNORECASE)
TWENTY_FOUR = re.compile(r"\b(2[0-3]|1[3-9]|0\d):([0-5]\d)\b")
WEEKDAY = re.compile(rf"\b({'|'.join(DAY_NAMES)})s?\b", re.IGNORECASE)


def calendar_of(pledge: Pledge) -> bytes:
    """One entry for the first step and one for the date, where they have a day."""
    calendar, network = Calendar(), NetworkSettings.current().name
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{network}//collab//EN")
    calendar.add("method", "PUBLISH")
    calendar.add_component(Timezone.from_ical(EUROPE_LONDON.replace("\n", "\r\n")))
    if pledge.by_on:
        calendar.add_component(_entry(pledge, "by", pledge.sentence, pledge.by_on, time_in(pledge.cue, pledge.by_on)))
    if pledge.first_step_on:
        words = pledge.first_step or pledge.sentence
        calendar.add_component(_entry(pledge, "step", words, pledge.first_step_on, None))
    return bytes(calendar.to_ical())


def time_in(cue: str, day: date) -> time | None:
    """The one time that a cue names, where it can only be meant for this day; None for anything less certain."""
    times = {_of_twelve(*found) for found in TWELVE.findall(cue)}
    times |= {time(int(hour), int(minute)) for hour, minute in TWENTY_FOUR.findall(cue)}
    weekdays = {name.lower() for name in WEEKDAY.findall(cue)}
    return times.pop() if len(times) == 1 and weekdays <= {DAY_NAMES[day.weekday()]} else None


def _of_twelve(hour: str, minute: str, half: str) -> time:
    return time(int(hour) % 12 + (12 if half.lower() == "p" else 0), int(minute or 0))


def _entry(pledge: Pledge, what: str, summary: str, day: date, at: time | None) -> Event:
    entry = Event()
    entry.add("uid", f"{pledge.uuid}-{what}")
    entry.add("organizer", organiser(NetworkSettings.current().name))
    # The same words twice are the same entry: programs compare this moment, and no alarm is set for anybody.
    entry.add("dtstamp", pledge.made_at)
    entry.add("summary", vText(summary), parameters={"LANGUAGE": pledge.language})
    if pledge.cue:
        entry.add("description", vText(pledge.cue), parameters={"LANGUAGE": pledge.language})
    entry.add("url", f"{settings.PUBLIC_URL}{pledge.get_absolute_url()}")
    if at is None:
        entry.add("dtstart", day)
        entry.add("dtend", day + timedelta(days=1))
    else:
        begins = datetime.combine(day, at, LONDON)
        entry.add("dtstart", begins)
        entry.add("dtend", begins + HALF_AN_HOUR)
    # Nobody is busy all day with a pledge.
    entry.add("transp", "TRANSPARENT")
    return entry
