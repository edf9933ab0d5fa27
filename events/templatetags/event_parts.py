"""The rows of dates."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from django.utils.safestring import SafeString

from collab.kit.components.library import Components, draw
from events.models import CalendarFeed, Event
from members.models import Member, Organisation

register = Components()
DATES_OF_AN_ORGANISATION = 3


@register.inclusion_tag("events/_of_organisation.html")
def events_of_organisation(organisation: Organisation, user: Member | AnonymousUser) -> dict[str, object]:
    """The next dates of what an organisation puts on."""
    coming = Event.objects.visible_to(user).coming(timezone.now()).filter(cancelled_at=None)
    dates = coming.filter(series__organisation=organisation).with_details()
    return {"events": list(dates[:DATES_OF_AN_ORGANISATION])}


@register.inclusion_tag("events/_calendar_panel.html")
def my_calendar(member: Member) -> dict[str, object]:
    """Where a member's own dates are, and the address of their calendar when they made one."""
    return {"feed": CalendarFeed.objects.of(member)}


@register.simple_tag
def event_rows(rows: Sequence[Any], *, is_past: bool = False) -> SafeString:
    """Dates in a list. The same rows with the same words are drawn once; which they are is read each time."""
    key = (is_past, *(_shown(row) for row in rows))
    return draw("events/_rows.html", lambda *_key: {"rows": rows, "is_past": is_past}, key, {}, is_part=True)


def _shown(row: Any) -> tuple[Any, ...]:
    event, room = row.event, row.event.room
    when = (event.day, event.starts_at, event.ends_at)
    return (event.series.slug, event.title, when, event.where, room and room.access, row.status, row.tone)
