"""When a person is asked about their pledges next."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Q, QuerySet, Subquery
from django.utils import timezone

from members.models import Contact
from outbox.models import State
from pledges.models.follow_ups import FollowUps
from pledges.models.pledges import Pledge
from pledges.models.reminders import Reminder, ReminderQuerySet
from pledges.models.rhythm import waits_until
from pledges.models.rhythm_row import Rhythm
from pledges.models.states import LIVE

A_DAY = timedelta(days=1)
type Question = tuple[datetime, int]


def days_asked(pledge: Pledge, *, now: datetime) -> list[date]:
    """The days of the emails that will ask about this pledge, also where its address is not confirmed yet."""
    if pledge.contact is None:
        return []
    emails = emails_to_come(pledge.contact, now=now, besides=pledge)
    return [day for day, about in emails if pledge.pk in about]


def next_asked_on(contact: Contact, *, now: datetime) -> date | None:
    """The day of the next question; None where none is planned or they want none."""
    return next((day for day, _about in emails_to_come(contact, now=now)), None)


def emails_to_come(
    contact: Contact, *, now: datetime, besides: Pledge | None = None
) -> Iterator[tuple[date, set[int]]]:
    """The day of each email with what is planned now, and the pledges that it asks about.

    What falls within a week of the last email, or in a pause, waits and is merged: as when they are written.
    """
    rhythm = Rhythm.now()
    rows = list(planned_for(contact, besides, since=now - rhythm.week - A_DAY))
    if not rows or rows[0].stopped_at is not None:
        return
    until, written_at = rows[0].paused_until, rows[0].written_at
    asked_on = timezone.localdate(written_at) if written_at else None
    left: list[Question] = [(row.due_at, row.pledge_id) for row in rows]
    while left:
        at = max(now, left[0][0])
        newest = max(due_at for due_at, _about in left if due_at <= at)
        at = waits_until(now=at, due_at=newest, paused_until=until, asked_on=asked_on, rhythm=rhythm) or at
        asked_on = timezone.localdate(at)
        yield asked_on, {about for due_at, about in left if due_at <= at}
        left = [question for question in left if question[0] > at]


def planned_for(contact: Contact, besides: Pledge | None, *, since: datetime) -> QuerySet[Reminder, Any]:
    """What is planned about this person's confirmed pledges, and about one besides, in its order.

    Each with what they asked of us, and when the last email since then was written: one statement for all.
    """
    theirs = Q(pledge__confirmed_at__isnull=False) | Q(pledge=besides.pk if besides else None)
    planned = Reminder.objects.planned().of_contacts([contact]).filter(theirs, pledge__state__in=LIVE)
    wishes = FollowUps.objects.filter(contact=contact)
    last = emailed([contact.pk], since=since).order_by("-email__written_at").values("email__written_at")
    told = planned.annotate(
        stopped_at=Subquery(wishes.values("stopped_at")),
        paused_until=Subquery(wishes.values("paused_until")),
        written_at=Subquery(last[:1]),
    )
    return told.order_by("due_at").values_list(
        "due_at", "pledge_id", "stopped_at", "paused_until", "written_at", named=True
    )


def last_asked_of(people: Iterable[int], *, now: datetime, rhythm: Rhythm) -> dict[int, date]:
    """The day of each person's last pledge email, where it still counts."""
    recent = emailed(people, since=now - rhythm.week - A_DAY)
    last = recent.values_list("pledge__contact").annotate(Max("email__written_at"))
    return {contact: timezone.localdate(written_at) for contact, written_at in last}


def emailed(people: Iterable[int], *, since: datetime) -> ReminderQuerySet:
    """What went into emails to these people since then."""
    written = Reminder.objects.filter(
        pledge__contact__in=people, state=Reminder.State.WRITTEN, email__written_at__gt=since
    )
    return written.exclude(email__state=State.CANCELLED)
