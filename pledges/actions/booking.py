"""Reminders as rows: booked when a pledge is made, changed, confirmed or answered."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db.models import CharField, Max, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from events.models import Event
from members.models import Contact
from outbox.models import UNSENT, OutgoingEmail
from pledges.models import Owed, Pledge, Reminder, Rhythm, owed
from pledges.models.patching import MEET_UPS_AHEAD
from pledges.models.reminders import Plan, ReminderQuerySet
from pledges.models.rhythm import asked_at


def book_reminders(pledge: Pledge, *, now: datetime) -> list[Owed]:
    """Plan what is owed from today on and drop what no longer is. What was written stands. Says what is owed."""
    if pledge.contact is None or not pledge.contact.email:
        return []
    wanted = owed_from(now, pledge, asked_on=last_asked(pledge))
    drop_others(pledge, wanted)
    plan(pledge, wanted)
    return wanted


def first_reminders(pledge: Pledge, *, now: datetime) -> list[Reminder]:
    """What is owed about one that is made now; not saved."""
    return [planned(pledge, kind, day) for kind, day in owed_from(now, pledge)]


def owed_from(now: datetime, pledge: Pledge, *, asked_on: date | None = None) -> list[Owed]:
    """What to ask from today on, by the rhythm of the network."""
    today, meet_ups = timezone.localdate(now), meet_ups_of(pledge, now=now)
    return owed(pledge, today=today, meet_ups=meet_ups, asked_on=asked_on, rhythm=Rhythm.now())


def plan(pledge: Pledge, wanted: Sequence[Owed]) -> None:
    """Write the rows that are not there yet."""
    rows = [planned(pledge, kind, day) for kind, day in wanted]
    # One that is there already keeps its state; its time may be another one now.
    same = ["pledge", "kind", "due_on"]
    Reminder.objects.bulk_create(rows, update_conflicts=True, update_fields=["due_at"], unique_fields=same)


def planned(pledge: Pledge, kind: Reminder.Kind, day: date) -> Reminder:
    """One question at its moment of its day; not saved."""
    return Reminder(pledge=pledge, kind=kind, due_on=day, due_at=asked_at(pledge, kind, day))


def to_plan(pledge: Pledge, owed: Sequence[Owed]) -> list[Plan]:
    """The same for those who plan many at once."""
    return [Plan(pledge.pk, kind, day, asked_at(pledge, kind, day)) for kind, day in owed]


def drop_others(pledge: Pledge, wanted: Sequence[Owed]) -> None:
    """Cancel what is planned and not wanted, and plan again what was cancelled and is."""
    same = Q(pk=None)
    for kind, day in wanted:
        same |= Q(kind=kind, due_on=day)
    pledge_reminders = Reminder.objects.filter(pledge=pledge)
    pledge_reminders.exclude(same).cancel()
    pledge_reminders.filter(same, state=Reminder.State.CANCELLED).update(state=Reminder.State.PLANNED)


def last_asked(pledge: Pledge) -> date | None:
    """The day of the newest question that was written."""
    written = Reminder.objects.filter(pledge=pledge, state=Reminder.State.WRITTEN)
    newest: date | None = written.aggregate(newest=Max("due_on"))["newest"]
    return newest


def meet_ups_of(pledge: Pledge, *, now: datetime) -> list[date]:
    """The next date of its group, else the next dates of the meeting where it was made, else of any."""
    if days := group_days(pledge, now=now):
        return days
    if pledge.event is not None and "next_days" in vars(pledge.event):
        return list(vars(pledge.event)["next_days"])
    coming = Event.objects.coming(now).filter(cancelled_at=None, is_public=True)
    if pledge.event is not None:
        coming = coming.filter(series=pledge.event.series_id)
    return list(coming.values_list("day", flat=True)[:MEET_UPS_AHEAD])


def group_days(pledge: Pledge, *, now: datetime) -> list[date]:
    """The day on which its group meets next, where that is known: answers given before it feed the round."""
    next_on = pledge.group.next_on if pledge.group else None
    return [next_on] if next_on and next_on >= timezone.localdate(now) else []


def take_back(reminders: ReminderQuerySet) -> None:
    """Cancel the unsent emails that these are in; what was in them is planned again."""
    written = reminders.filter(state=Reminder.State.WRITTEN, email__state__in=UNSENT)
    emails = list(written.values_list("email_id", flat=True))
    if emails:
        unsent = OutgoingEmail.objects.filter(pk__in=emails)
        unsent.cancel()
        # Its key is free again: the rest of it may be written anew today.
        unsent.update(key=Concat("key", Value(":"), Cast("uuid", CharField())))
        Reminder.objects.filter(email__in=emails, state=Reminder.State.WRITTEN).update(
            state=Reminder.State.PLANNED, email=None
        )


def drop_all(reminders: ReminderQuerySet) -> None:
    """Nobody needs these any more: neither the planned ones nor the emails not sent yet."""
    take_back(reminders)
    reminders.cancel()


def lock(pledge: Pledge) -> Pledge:
    """The person first, then the pledge: the order in which reminders are written."""
    if pledge.contact_id is not None:
        Contact.objects.select_for_update(no_key=True).filter(pk=pledge.contact_id).first()
    return Pledge.objects.select_for_update(of=["self"]).select_related("contact", "event", "group").get(pk=pledge.pk)
