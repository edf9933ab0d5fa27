"""When a person is asked about their pledges next."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta

from django.db.models import Max, Q
from django.utils import timezone

from members.models import Contact
from outbox.models import State
from pledges.models.follow_ups import FollowUps
from pledges.models.pledges import Pledge
from pledges.models.reminders import Reminder
from pledges.models.rhythm import waits_until
from pledges.models.rhythm_row import Rhythm
from pledges.models.states import LIVE

type Question = tuple[datetime, int]


def days_asked(pledge: Pledge, *, now: datetime) -> list[date]:
    """The days of the emails that will ask about this pledge, also where its address is not confirmed yet."""
    if pledge.contact is None:
        return []
    emails = emails_to_come(pledge.contact, FollowUps.of(pledge.contact), now=now, besides=pledge)
    return [day for day, about in emails if pledge.pk in about]


def next_asked_on(contact: Contact, wishes: FollowUps, *, now: datetime) -> date | None:
    """The day of the next question; None where none is planned or they want none."""
    return next((day for day, _about in emails_to_come(contact, wishes, now=now)), None)


def emails_to_come(
    contact: Contact, wishes: FollowUps, *, now: datetime, besides: Pledge | None = None
) -> Iterator[tuple[date, set[int]]]:
    """The day of each email with what is planned now, and the pledges that it asks about.

    What falls within a week of the last email, or in a pause, waits and is merged: as when they are written.
    """
    left = planned_for(contact, besides) if wishes.stopped_at is None else []
    if not left:
        return
    rhythm = Rhythm.now()
    asked_on = last_asked_of([contact.pk], now=now, rhythm=rhythm).get(contact.pk)
    while left:
        at = max(now, left[0][0])
        newest = max(due_at for due_at, _about in left if due_at <= at)
        until = wishes.paused_until
        at = waits_until(now=at, due_at=newest, paused_until=until, asked_on=asked_on, rhythm=rhythm) or at
        asked_on = timezone.localdate(at)
        yield asked_on, {about for due_at, about in left if due_at <= at}
        left = [question for question in left if question[0] > at]


def planned_for(contact: Contact, besides: Pledge | None) -> list[Question]:
    """What is planned about this person's confirmed pledges, and about one besides, in its order."""
    theirs = Q(pledge__confirmed_at__isnull=False) | Q(pledge=besides.pk if besides else None)
    planned = Reminder.objects.planned().of_contacts([contact]).filter(theirs, pledge__state__in=LIVE)
    return list(planned.order_by("due_at").values_list("due_at", "pledge_id"))


def last_asked_of(people: Iterable[int], *, now: datetime, rhythm: Rhythm) -> dict[int, date]:
    """The day of each person's last pledge email, where it still counts."""
    since = now - rhythm.week - timedelta(days=1)
    recent = Reminder.objects.filter(
        pledge__contact__in=people, state=Reminder.State.WRITTEN, email__written_at__gt=since
    ).exclude(email__state=State.CANCELLED)
    last = recent.values_list("pledge__contact").annotate(Max("email__written_at"))
    return {contact: timezone.localdate(written_at) for contact, written_at in last}
