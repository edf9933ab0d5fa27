"""Calendar files: one entry a date, in local time, so that clock changes move nothing."""

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta
from email.utils import parseaddr
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Timezone, vCalAddress, vText
from icalendar import Event as Entry

from commons.models import NetworkSettings
from events.models.dates import Event
from events.models.series import LONDON

# Programs that fetch the file by themselves do so about as often.
LOOK_AGAIN_AFTER = timedelta(hours=1)
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


class Facts(NamedTuple):
    """All that a calendar says of one date."""

    uid: str
    changed_at: datetime
    sequence: int
    starts_at: datetime
    ends_at: datetime
    title: str
    where: str
    words: str
    address: str
    is_cancelled: bool


def calendar_of(events: Iterable[Event], *, name: str, online: Collection[int] = ()) -> str:
    """The text of a calendar file with these dates, cancelled ones marked; `online` are those joined from home."""
    dates = tuple(facts(event, is_online=event.pk in online) for event in events)
    return written(dates, name, NetworkSettings.current().name)


def facts(event: Event, *, is_online: bool = False) -> Facts:
    """One date: its UID stays for ever, its sequence goes up with each change."""
    room = None if is_online else event.room
    address = f"{settings.PUBLIC_URL}{event.get_absolute_url()}"
    return Facts(
        uid=str(event.uuid),
        changed_at=event.changed_at,
        sequence=event.sequence,
        starts_at=timezone.localtime(event.starts_at, LONDON),
        ends_at=timezone.localtime(event.ends_at, LONDON),
        title=event.title,
        where=f"{room.name}, {room.address}" if room else _("Online"),
        words="\n".join(filter(None, [event.lede, room.travel if room else "", address])),
        address=address,
        is_cancelled=event.is_cancelled,
    )


# A rush writes the same file hundreds of times, each while the event's row is locked.
@lru_cache(maxsize=256)
def written(dates: tuple[Facts, ...], name: str, network: str) -> str:
    """The file, as RFC 5545 wants it."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", f"-//{network}//collab//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", LONDON.key)
    calendar.add("refresh-interval", LOOK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT1H")
    calendar.add_component(Timezone.from_ical(EUROPE_LONDON.replace("\n", "\r\n")))
    for one in dates:
        calendar.add_component(entry(one, organiser(network)))
    return str(calendar.to_ical().decode())


def organiser(network: str) -> vCalAddress:
    """Who publishes it, as RFC 5546 wants it of everything published."""
    address = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    address.params["CN"] = vText(network)
    return address


def entry(one: Facts, organised_by: vCalAddress) -> Entry:
    """One date as a calendar entry."""
    row = Entry()
    row.add("organizer", organised_by)
    row.add("uid", one.uid)
    row.add("dtstamp", one.changed_at)
    row.add("last-modified", one.changed_at)
    row.add("sequence", one.sequence)
    row.add("dtstart", one.starts_at)
    row.add("dtend", one.ends_at)
    row.add("summary", one.title)
    row.add("location", one.where)
    row.add("description", one.words)
    row.add("url", one.address)
    row.add("status", "CANCELLED" if one.is_cancelled else "CONFIRMED")
    return row
