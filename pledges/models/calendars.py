"""A pledge in its maker's own calendar: their words on their day."""

from datetime import date, datetime, time
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Event

from pledges.models.pledges import Pledge


def calendar_of(pledge: Pledge) -> bytes:
    """One entry for the first step and one for the date, where they have a day."""
    calendar = Calendar()
    calendar.add("prodid", "-//pledges//")
    calendar.add("version", "2.0")
    if pledge.by_on:
        calendar.add_component(_entry(pledge, "by", pledge.sentence, pledge.by_on))
    if pledge.first_step_on:
        calendar.add_component(_entry(pledge, "step", pledge.first_step or pledge.sentence, pledge.first_step_on))
    return bytes(calendar.to_ical())


def _entry(pledge: Pledge, what: str, summary: str, day: date) -> Event:
    entry = Event()
    entry.add("uid", f"{pledge.uuid}-{what}@{urlsplit(settings.PUBLIC_URL).hostname}")
    entry.add("summary", summary)
    entry.add("description", pledge.cue)
    entry.add("dtstart", day)
    entry.add("dtstamp", datetime.combine(pledge.made_on, time(), timezone.get_default_timezone()))
    return entry
