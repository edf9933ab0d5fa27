"""A pledge in its maker's own calendar: their words, at their time."""

from datetime import date, datetime, time, timedelta

from django.conf import settings
from icalendar import Calendar, Event, Timezone, vText

from commons.models import NetworkSettings
from events.models.calendars import EUROPE_LONDON, organiser
from events.models.series import LONDON
from pledges.models.clock_times import time_in
from pledges.models.pledges import Pledge

HALF_AN_HOUR = timedelta(minutes=30)


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
        at = time_in(pledge.first_step, pledge.first_step_on)
        calendar.add_component(_entry(pledge, "step", words, pledge.first_step_on, at))
    return bytes(calendar.to_ical())


def _entry(pledge: Pledge, what: str, summary: str, day: date, at: time | None) -> Event:
    entry = Event()
    entry.add("uid", f"{pledge.uuid}-{what}")
    entry.add("organizer", organiser(NetworkSettings.current().name))
    # The same words twice are the same entry: programs compare this moment, and no alarm is set for anybody.
    entry.add("dtstamp", pledge.made_at)
    entry.add("summary", vText(summary), parameters={"LANGUAGE": pledge.language})
    if pledge.cue:
        entry.add("description", vText(pledge.cue), parameters={"LANGUAGE": pledge.language})
    if pledge.is_shown:
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
