"""Calendar files: one entry a date, in local time, so that clock changes move nothing."""

from collections.abc import Iterable
from functools import cache
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from icalendar import Calendar, Component, Timezone
from icalendar import Event as Entry

from commons.models import NetworkSettings
from events.models.dates import LONDON, Event

# As rules and not as a list of days: Outlook reads no list.
EUROPE_LONDON = """BEGIN:VTIMEZONE
TZID:Europe/London
BEGIN:DAYLIGHT
DTSTART:19960331T010000
TZNAME:BST
TZOFFSETFROM:+0000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU
END:DAYLIGHT
BEGIN:STANDARD
DTSTART:19961027T020000
TZNAME:GMT
TZOFFSETFROM:+0100
TZOFFSETTO:+0000
RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU
END:STANDARD
END:VTIMEZONE
"""


def calendar_of(events: Iterable[Event], *, name: str) -> str:
    """The text of a calendar file with these dates, cancelled ones marked."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{NetworkSettings.current().name}//collab//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add_component(london())
    for event in events:
        calendar.add_component(entry(event))
    return str(calendar.to_ical().decode())


def entry(event: Event) -> Entry:
    """One date: its UID stays for ever, its sequence goes up with each change."""
    address = f"{settings.PUBLIC_URL}{event.get_absolute_url()}"
    row = Entry()
    row.add("uid", f"{event.uuid}@{urlsplit(settings.PUBLIC_URL).hostname}")
    row.add("dtstamp", event.changed_at)
    row.add("sequence", event.sequence)
    row.add("dtstart", timezone.localtime(event.starts_at, LONDON))
    row.add("dtend", timezone.localtime(event.ends_at, LONDON))
    row.add("summary", event.title)
    row.add("location", f"{event.venue.name}, {event.venue.address}")
    row.add("description", "\n".join(filter(None, [event.lede, event.venue.travel, address])))
    row.add("url", address)
    row.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    return row


@cache
def london() -> Component:
    """The zone and its two changes a year, read once."""
    return Timezone.from_ical(EUROPE_LONDON.replace("\n", "\r\n"))
