"""Write what is due: one email a person, at most one a week."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import batched

from django.db import connection, transaction

from collab.kit.days import day_of
from collab.kit.saving import copy_in
from commons.models import Heartbeat
from events.models import Event
from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.actions.booking import group_days, to_plan
from pledges.emails import REMINDER, draft_reminder, reminder_key
from pledges.models import FollowUps, Owed, Pledge, Reminder, Rhythm
from pledges.models.asking import last_asked_of
from pledges.models.reminders import Plan
from pledges.models.rhythm import WEEK, follow, monday_for, waits_until

# People in one transaction: few enough to keep locks short, enough to share the queries.
BATCH = 500
# Who write at once, each its own people. The worker's other thread goes on sending.
WRITERS = 2
# Within which the dates of meet-ups are read.
AHEAD = timedelta(days=90)
Kind = Reminder.Kind
Days = dict[int | None, list[date]]


@dataclass
class Written:
    """What one batch comes to, saved together."""

    emails: list[OutgoingEmail] = field(default_factory=list)
    reminders: list[tuple[Reminder, OutgoingEmail]] = field(default_factory=list)
    next_ones: list[Plan] = field(default_factory=list)


def write_due_reminders(now: datetime) -> int:
    """Turn what is due into email rows, and say how many. Safe to run twice, or twice at once."""
    meet_ups = coming_days(now)
    drop_stale(now, meet_ups=meet_ups)
    due = Reminder.objects.due(now).order_by("pledge__contact").values_list("pledge__contact", flat=True).distinct()
    batches = [*batched([pk for pk in due if pk is not None], BATCH, strict=False)]
    written = write_batches(batches, now=now, meet_ups=meet_ups)
    Heartbeat.objects.beat("pledges.write_due_reminders", at=now)
    return written


def write_batches(batches: Sequence[Sequence[int]], *, now: datetime, meet_ups: Days) -> int:
    """One after the other; of many, some at once: while one waits for the database, another fills in its emails."""
    left = iter(batches)
    if len(batches) <= WRITERS:
        return write_from(left, now=now, meet_ups=meet_ups)

    def write() -> int:
        try:
            return write_from(left, now=now, meet_ups=meet_ups)
        finally:
            # A thread has a connection of its own.
            connection.close()

    with ThreadPoolExecutor(WRITERS, "reminders") as pool:
        return sum([future.result() for future in [pool.submit(write) for _ in range(WRITERS)]])


def write_from(batches: Iterator[Sequence[int]], *, now: datetime, meet_ups: Days) -> int:
    """Until none is left."""
    return sum(write_batch(ids, now=now, meet_ups=meet_ups) for ids in batches)


def drop_stale(now: datetime, *, meet_ups: Days) -> None:
    """Too late to be of use: missed and counted, and asked next month. What nobody confirmed was never owed."""
    Reminder.objects.stale(now).filter(pledge__confirmed_at=None).cancel()
    monday = monday_after_missing(now, meet_ups)
    while miss_some(now, monday=monday):
        pass


@transaction.atomic
def miss_some(now: datetime, *, monday: date) -> int:
    """A batch of them: after days without a clock there may be many."""
    stale = Reminder.objects.stale(now).select_for_update(skip_locked=True, of=("self",)).order_by("pk")
    missed = list(stale.with_history().select_related("pledge")[:BATCH])
    Reminder.objects.filter(pk__in=[reminder.pk for reminder in missed]).update(state=Reminder.State.MISSED)
    # Where nothing else is planned, the pledge would never be heard of again.
    ends = [reminder for reminder in missed if not vars(reminder)["has_month_planned"]]
    Reminder.objects.plan_all([one for reminder in ends for one in to_plan(reminder.pledge, [(Kind.MONTHLY, monday)])])
    return len(missed)


def monday_after_missing(now: datetime, meet_ups: Days) -> date:
    """When a pledge is asked about whose question was missed."""
    return monday_for(day_of(now) + WEEK, meet_ups[None])


def coming_days(now: datetime) -> Days:
    """The next meet-ups by series; under None, all of them."""
    days: Days = defaultdict(list)
    soon = Event.objects.coming(now).filter(cancelled_at=None, is_public=True, starts_at__lt=now + AHEAD)
    for series, day in soon.values_list("series_id", "day"):
        days[series].append(day)
        days[None].append(day)
    return days


@transaction.atomic
def write_batch(ids: Sequence[int], *, now: datetime, meet_ups: Days) -> int:
    """One email for each of these people, all or nothing. A second writer passes over those in hand."""
    locked = Contact.objects.select_for_update(skip_locked=True, no_key=True).filter(pk__in=ids).order_by("pk")
    people = {contact.pk: contact for contact in locked}
    written, rhythm = Written(), Rhythm.now()
    wishes, asked_on = wishes_of(people), last_asked_of(people, now=now, rhythm=rhythm) | asked_today(people, now)
    for contact, reminders in due_by_person(people, now):
        stopped, paused_until = wishes.get(contact.pk, (False, None))
        newest, last = max(reminder.due_at for reminder in reminders), asked_on.get(contact.pk)
        due_at = waits_until(now=now, due_at=newest, paused_until=paused_until, asked_on=last, rhythm=rhythm)
        if stopped:
            Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).cancel()
        elif due_at is not None:
            # To be merged into the next email that this person may get.
            Reminder.objects.filter(pk__in=[reminder.pk for reminder in reminders]).update(due_at=due_at)
        else:
            write_to(contact, reminders, written, now=now, meet_ups=meet_ups)
    copy_in(written.emails)
    Reminder.objects.written_in({row.pk: email.uuid for row, email in written.reminders})
    Reminder.objects.plan_all(written.next_ones)
    return len(written.emails)


def due_by_person(people: dict[int, Contact], now: datetime) -> Iterator[tuple[Contact, list[Reminder]]]:
    """Read afresh, under the lock."""
    due = Reminder.objects.due(now).filter(pledge__contact__in=people).with_history().to_ask_about()
    grouped: dict[int, list[Reminder]] = defaultdict(list)
    for reminder in due.order_by("due_at", "pk"):
        if reminder.pledge.contact_id is not None:
            grouped[reminder.pledge.contact_id].append(reminder)
    return ((people[pk], reminders) for pk, reminders in grouped.items())


def asked_today(people: dict[int, Contact], now: datetime) -> dict[int, date]:
    """Who got an email today, also where the pledge in it is in other hands by now: a second one has no key."""
    keys = {reminder_key(contact, now): pk for pk, contact in people.items()}
    told = OutgoingEmail.objects.filter(purpose=REMINDER, key__in=keys).values_list("key", flat=True)
    return {keys[key]: day_of(now) for key in told}


def wishes_of(people: Iterable[int]) -> dict[int, tuple[bool, date | None]]:
    """Who asked us to stop, and until when the others asked for a pause."""
    rows = FollowUps.objects.filter(contact__in=people)
    return {row.contact_id: (row.stopped_at is not None, row.paused_until) for row in rows}


def write_to(
    contact: Contact,
    reminders: Sequence[Reminder],
    written: Written,
    *,
    now: datetime,
    meet_ups: Days,
) -> None:
    """Merge what is due into one email, each pledge once, and plan what comes after it."""
    first_about = once_each(reminders)
    email = draft_reminder(contact, first_about, at=now)
    written.emails.append(email)
    written.reminders += [(reminder, email) for reminder in reminders]
    for reminder in first_about:
        written.next_ones += to_plan(reminder.pledge, after(reminder, now, meet_ups))


def once_each(reminders: Sequence[Reminder]) -> list[Reminder]:
    """A pledge with two questions due is asked the first."""
    first_about: dict[int, Reminder] = {}
    for reminder in reminders:
        first_about.setdefault(reminder.pledge_id, reminder)
    return list(first_about.values())


def after(reminder: Reminder, now: datetime, meet_ups: Days) -> list[Owed]:
    """What comes after one that is written now."""
    history = vars(reminder)
    return follow(
        Kind(reminder.kind),
        today=day_of(now),
        was_repeated=history["was_repeated"],
        has_month=history["has_month_planned"],
        meet_ups=days_for(reminder.pledge, meet_ups, now=now),
        rhythm=Rhythm.now(),
    )


def days_for(pledge: Pledge, meet_ups: Days, *, now: datetime) -> list[date]:
    """When its people meet next: its group, else the meeting where it was made, else any."""
    return group_days(pledge, now=now) or meet_ups.get(pledge.event.series_id if pledge.event else None, [])
