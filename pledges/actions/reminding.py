"""Write what is due: one email a person, at most one a week."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from commons.models import Heartbeat
from events.models import Event
from members.models import Contact
from outbox.models import OutgoingEmail, State
from pledges.actions.booking import group_days, planned
from pledges.emails import draft_reminder
from pledges.models import FollowUps, Owed, Reminder, Rhythm
from pledges.models.rhythm import WEEK, monday_for
from pledges.models.working_days import after_working_days, morning, working_day

# People in one transaction: few enough to keep locks short, enough to share the queries.
BATCH = 200
# Within which the dates of meet-ups are read.
AHEAD = timedelta(days=90)
Kind = Reminder.Kind


@dataclass
class Written:
    """What one batch comes to, saved together."""

    emails: list[OutgoingEmail] = field(default_factory=list)
    reminders: list[Reminder] = field(default_factory=list)
    next_ones: list[Reminder] = field(default_factory=list)


def write_due_reminders(now: datetime) -> int:
    """Turn what is due into email rows, and say how many. Safe to run twice, or twice at once."""
    drop_stale(now)
    due = Reminder.objects.due(now).order_by("pledge__contact").values_list("pledge__contact", flat=True).distinct()
    ids, meet_ups = [pk for pk in due if pk is not None], coming_days(now)
    written = sum(write_batch(some, now=now, meet_ups=meet_ups) for some in batched(ids, BATCH, strict=False))
    Heartbeat.objects.beat("pledges.write_due_reminders", at=now)
    return written


@transaction.atomic
def drop_stale(now: datetime) -> None:
    """Too late to be of use: missed and counted, and asked next month. What nobody confirmed was never owed."""
    stale = Reminder.objects.stale(now)
    stale.filter(pledge__confirmed_at=None).cancel()
    missed = list(stale.select_for_update(skip_locked=True).with_history())
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in missed]).update(state=Reminder.State.MISSED)
    # Where nothing else is planned, the pledge would never be heard of again.
    ends = [reminder for reminder in missed if not vars(reminder)["has_month_planned"]]
    monday = monday_for(timezone.localdate(now) + WEEK, coming_days(now)[None]) if ends else date.max
    next_ones = [planned(reminder.pledge, Kind.MONTHLY, monday) for reminder in ends]
    Reminder.objects.bulk_create(next_ones, ignore_conflicts=True)


def coming_days(now: datetime) -> dict[int | None, list[date]]:
    """The next meet-ups by series; under None, all of them."""
    days: dict[int | None, list[date]] = defaultdict(list)
    soon = Event.objects.coming(now).filter(cancelled_at=None, is_public=True, starts_at__lt=now + AHEAD)
    for series, day in soon.values_list("series_id", "day"):
        days[series].append(day)
        days[None].append(day)
    return days


@transaction.atomic
def write_batch(ids: Sequence[int], *, now: datetime, meet_ups: dict[int | None, list[date]]) -> int:
    """One email for each of these people, all or nothing. A second writer passes over those in hand."""
    locked = Contact.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=ids).order_by("pk")
    people = {contact.pk: contact for contact in locked}
    today, written = timezone.localdate(now), Written()
    wishes, allowed_on = wishes_of(people), next_allowed(people, now=now)
    for contact, reminders in due_by_person(people, now):
        stopped, paused_until = wishes.get(contact.pk, (False, today))
        until = max(paused_until, allowed_on.get(contact.pk, today))
        if stopped:
            Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).cancel()
        elif until > today:
            put_off(reminders, until)
        else:
            write_to(contact, reminders, written, now=now, meet_ups=meet_ups)
    OutgoingEmail.objects.bulk_create(written.emails)
    Reminder.objects.bulk_update(written.reminders, ["state", "email"])
    Reminder.objects.bulk_create(written.next_ones, ignore_conflicts=True)
    return len(written.emails)


def due_by_person(people: dict[int, Contact], now: datetime) -> Iterator[tuple[Contact, list[Reminder]]]:
    """Read afresh, under the lock."""
    due = Reminder.objects.due(now).filter(pledge__contact__in=people).with_history()
    grouped: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in due.select_related("pledge__event__series", "pledge__group").order_by("due_at", "pk"):
        if reminder.pledge.contact_id is not None:
            grouped[reminder.pledge.contact_id].append(reminder)
    return ((people[pk], reminders) for pk, reminders in grouped.items())


def wishes_of(people: dict[int, Contact]) -> dict[int, tuple[bool, date]]:
    """Who asked us to stop, and until when the others asked for a pause."""
    rows = FollowUps.objects.filter(contact__in=people)
    return {row.contact_id: (row.stopped_at is not None, row.paused_until or date.min) for row in rows}


def next_allowed(people: dict[int, Contact], *, now: datetime) -> dict[int, date]:
    """A week, or what the rhythm says, after each person's last pledge email."""
    week = Rhythm.now().week
    recent = Reminder.objects.filter(
        pledge__contact__in=people, state=Reminder.State.WRITTEN, email__written_at__gt=now - week - timedelta(days=1)
    ).exclude(email__state=State.CANCELLED)
    last = recent.values_list("pledge__contact").annotate(Max("email__written_at"))
    return {contact: timezone.localdate(written_at) + week for contact, written_at in last}


def put_off(reminders: Sequence[Reminder], until: date) -> None:
    """To be merged into the next email that this person may get."""
    due_at = morning(working_day(until))
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).update(due_at=due_at)


def write_to(
    contact: Contact,
    reminders: Sequence[Reminder],
    written: Written,
    *,
    now: datetime,
    meet_ups: dict[int | None, list[date]],
) -> None:
    """Merge what is due into one email, each pledge once, and plan what comes after it."""
    # A pledge with two questions due is asked one.
    first_about = {reminder.pledge_id: reminder for reminder in reversed(reminders)}
    email = draft_reminder(contact, [first_about[pk] for pk in dict.fromkeys(r.pledge_id for r in reminders)], at=now)
    written.emails.append(email)
    for reminder in reminders:
        reminder.state, reminder.email = Reminder.State.WRITTEN, email
        written.reminders.append(reminder)
    for reminder in first_about.values():
        pledge = reminder.pledge
        days = group_days(pledge, now=now) or meet_ups.get(pledge.event.series_id if pledge.event else None, [])
        written.next_ones += [planned(pledge, kind, day) for kind, day in after(reminder, now=now, meet_ups=days)]


def after(reminder: Reminder, *, now: datetime, meet_ups: Sequence[date]) -> list[Owed]:
    """Once more after some working days, and then silence until the next month."""
    today, history, rhythm = timezone.localdate(now), vars(reminder), Rhythm.now()
    next_ones: list[Owed] = []
    if not history["was_repeated"] and reminder.kind != Kind.REPEAT:
        next_ones.append((Kind.REPEAT, after_working_days(today, rhythm.repeat_after)))
    if not history["has_month_planned"]:
        next_ones.append((Kind.MONTHLY, monday_for(today + rhythm.month, meet_ups)))
    return next_ones
