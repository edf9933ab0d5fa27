"""Settle a date: attendance is locked and its time to go begins. Reopening is in the log."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef

from commons.models import AuditEntry, Heartbeat, audit
from events.actions.locking import changes_places
from events.models import Attendance, Closing, Event, Visit
from events.models.attendance import visitor_marks, visits_of
from members.models import Member

# A date that nobody closes is closed by the clock, so that what is kept about it has an end.
CLOSED_BY_THE_CLOCK = timedelta(days=14)
A_WEEK = timedelta(days=7)


@changes_places
def close(event: Event, *, by: Member | None, at: datetime) -> None:
    """The first one stands."""
    event = Event.objects.lock(event)
    if Closing.objects.filter(event=event).exists():
        return
    came = event.attendance.came().select_related("contact__sector")
    Visit.objects.bulk_create(visits_of(came), ignore_conflicts=True)
    tally = event.attendance.tally()
    Closing.objects.create(
        event=event,
        closed_at=at,
        by=by,
        came=event.visits.count(),
        walk_ins=tally["walk_in"],
        apologies=tally["apologies"],
        missed=tally["missed"],
    )
    event.attendance.update(locked_at=at)
    audit("events.close", by=by.uuid if by else None, kind="event", target=event.uuid)


@changes_places
def reopen(event: Event, *, by: Member, at: datetime) -> None:
    """What was settled may change again. Twice is once."""
    event = Event.objects.lock(event)
    gone, _each = Closing.objects.filter(event=event).delete()
    if not gone:
        return
    # Visits of people whose details have gone since then cannot be counted again, so they stay.
    rows = event.attendance.select_related("contact")
    event.visits.filter(who__in=[mark for row in rows for mark in visitor_marks(row.contact)]).delete()
    event.attendance.update(locked_at=None)
    audit("events.reopen", by=by.uuid, kind="event", target=event.uuid)


def close_old(now: datetime) -> int:
    """Dates of two weeks ago whose attendance was noted and that nobody closed, nor reopened this week."""
    noted = Attendance.objects.filter(event=OuterRef("pk"))
    reopened = AuditEntry.objects.filter(action="events.reopen", target=OuterRef("uuid"), at__gt=now - A_WEEK)
    old = Event.objects.filter(
        Exists(noted), ~Exists(reopened), closing=None, cancelled_at=None, ends_at__lt=now - CLOSED_BY_THE_CLOCK
    )
    events = list(old.order_by("pk"))
    for event in events:
        close(event, by=None, at=now)
    Heartbeat.objects.beat("events.close_old", at=now)
    return len(events)
