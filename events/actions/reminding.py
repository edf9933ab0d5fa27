"""What people are sent before a date: planned from who has a place, written when its moment comes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import DateTimeField, Exists, F, OuterRef, Q
from django.db.models.functions import Greatest

from commons.models import Heartbeat
from events.actions.places import give_back
from events.emails.places import draft_reminder, drop_reminders
from events.models import Event, Reminder, SignUp, moment_of
from outbox.models import OutgoingEmail

# Rows are planned this far ahead: before the first of them is due, and late enough that most changes have happened.
AHEAD = timedelta(days=9)
# Emails in one transaction, so that nobody who wants the date's row waits for long.
BATCH = 50
TOLD_LATELY = timedelta(days=7)
Kind = Reminder.Kind
State = Reminder.State


def write_due_reminders(now: datetime) -> int:
    """Plan what is owed, drop what no longer is, write what is due; says how many. Safe twice, or twice at once."""
    drop_reminders(Reminder.objects.out_of_place(now))
    for kind in Kind:
        plan(kind, now=now)
    drop_stale(now)
    events = Reminder.objects.due(now).order_by("signup__event").values_list("signup__event", flat=True).distinct()
    written = sum(write_all(event, now=now) for event in list(events))
    Heartbeat.objects.beat("events.write_due_reminders", at=now)
    return written


def plan(kind: Kind, *, now: datetime) -> None:
    """A row for everyone who has a place at a date that is near, and had it before the moment of this message."""
    same = Reminder.objects.filter(signup=OuterRef("pk"), turn=OuterRef("turn"), kind=kind)
    soon = SignUp.objects.filter(
        state=SignUp.State.CONFIRMED,
        contact__email__gt="",
        event__in=Event.objects.filter(
            starts_at__gt=now, starts_at__lt=now + AHEAD, cancelled_at=None, is_public=True
        ).values("pk"),
    )
    missing = soon.filter(~Exists(same.filter(starts_at=OuterRef("event__starts_at")))).annotate(
        begins=F("event__starts_at"),
        since=Greatest("signed_up_at", "changed_at", output_field=DateTimeField()),
        was_told=Exists(same.filter(state=State.WRITTEN, due_at__gt=now - TOLD_LATELY)),
    )
    found = [
        (row, vars(row), moment_of(kind, vars(row)["begins"])) for row in missing.only("pk", "turn").order_by("pk")
    ]
    # Of a date that moved, nobody is told this week again what they were told: only what is still to come is new.
    owed = [
        Reminder(signup=row, turn=row.turn, kind=kind, starts_at=more["begins"], due_at=moment)
        for row, more, moment in found
        if moment > more["since"] and (moment > now or not more["was_told"])
    ]
    Reminder.objects.bulk_create(owed, ignore_conflicts=True)
    plan_again(kind, now=now)


def plan_again(kind: Kind, *, now: datetime) -> None:
    """A date that moved away and back: what was dropped unsent is owed again."""
    told = Reminder.objects.filter(signup=OuterRef("signup"), turn=OuterRef("turn"), kind=kind, state=State.WRITTEN)
    dropped = Reminder.objects.filter(kind=kind, state=State.CANCELLED, starts_at__gt=now, starts_at__lt=now + AHEAD)
    owed = dropped.fitting().filter(Q(due_at__gt=now) | ~Exists(told.filter(due_at__gt=now - TOLD_LATELY)))
    Reminder.objects.filter(pk__in=owed.values("pk")).update(state=State.PLANNED)


def drop_stale(now: datetime) -> int:
    """Too late to be of use: missed, and counted."""
    return Reminder.objects.stale(now).update(state=State.MISSED)


def write_all(event_id: int, *, now: datetime) -> int:
    """All that is due about one date, a batch at a time."""
    total = 0
    while written := write_batch(event_id, now=now):
        total += written
    return total


@transaction.atomic
def write_batch(event_id: int, *, now: datetime) -> int:
    """Emails as rows, under the date's lock: no place is given back and nothing moves between reading and writing."""
    # Whoever changes the date at this moment goes first; the next minute comes soon.
    rows = Event.objects.select_for_update(skip_locked=True, no_key=True, of=("self",))
    event = rows.select_related("series", "venue").filter(pk=event_id).first()
    if event is None:
        return 0
    due = Reminder.objects.due(now).filter(signup__event=event).order_by("pk")
    reminders = list(due.select_related("signup__contact")[:BATCH])
    emails = [draft_reminder(reminder, event, at=now) for reminder in reminders]
    OutgoingEmail.objects.bulk_create(emails, ignore_conflicts=True)
    saved = OutgoingEmail.objects.filter(uuid__in=[email.uuid for email in emails])
    ids = dict(saved.values_list("uuid", "pk"))
    for reminder, email in zip(reminders, emails, strict=True):
        reminder.state, reminder.email_id = State.WRITTEN, ids.get(email.uuid)
    Reminder.objects.bulk_update(reminders, ["state", "email"])
    return len(reminders)


def answer(reminder: Reminder, said: Reminder.Said, *, at: datetime) -> None:
    """Still coming, or no longer: then the place is given back, and the next in line has it."""
    if said == Reminder.Said.NO:
        give_back(reminder.signup, at=at)
    reminder.say(said, at=at)
