"""The day after: two notes that differ, two questions, a debrief, and the stories that were told again."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from commons.models import Heartbeat
from events.emails.after import after_key, already_told, drop_notes_to, tell_came, tell_missed
from events.models import Attendance, Debrief, Event, Feedback, NoNotes, Retelling, SignUp
from events.models.afterwards import sends_notes_at
from members.models import Contact, Member
from stories.models import Story

# Whoever is ticked off from paper some days later still hears.
NOTES_FOR = timedelta(days=4)
# What each person said that evening, by contact: an app to the left knows.
type SaidThere = Callable[[Event], dict[int, list[str]]]


def write_after_notes(now: datetime, *, said_there: SaidThere) -> int:
    """From 10am on the next day, once for each person. Says how many were written."""
    over = Event.objects.filter(cancelled_at=None, ends_at__lte=now, ends_at__gt=now - NOTES_FOR)
    due = [event for event in over.with_details().order_by("pk") if sends_notes_at(event) <= now]
    written = sum(write_notes(event, now, said_there=said_there) for event in due)
    Heartbeat.objects.beat("events.write_after_notes", at=now)
    return written


@transaction.atomic
def write_notes(event: Event, now: datetime, *, said_there: SaidThere) -> int:
    """Those who came are thanked, those with a place who did not come are missed, and nobody else hears."""
    rows = list(people_to_tell(event))
    said = said_there(event) if rows else {}
    for row in rows:
        if row.state == Attendance.State.CAME:
            tell_came(row, event, said.get(row.contact_id, []), at=now)
        else:
            tell_missed(row, event, at=now)
    return len(rows)


def people_to_tell(event: Event) -> Iterator[Attendance]:
    """With an address, and not told yet."""
    has_place = SignUp.objects.with_a_place().filter(event=event, contact=OuterRef("contact"))
    rows = event.attendance.exclude(state=Attendance.State.APOLOGIES).exclude(contact__email="")
    rows = rows.exclude(contact__in=NoNotes.objects.values("contact"))
    rows = rows.annotate(has_place=Exists(has_place)).select_related("contact")
    told = already_told(after_key(event, row.contact.uuid) for row in rows)
    for row in rows:
        is_missed = row.state == Attendance.State.MISSED
        if after_key(event, row.contact.uuid) not in told and (not is_missed or row.has_place):
            yield row


@transaction.atomic
def stop_notes(contact: Contact, *, at: datetime) -> None:
    """No note after a date any more, nor one that is written and not sent. Twice is once."""
    NoNotes.objects.get_or_create(contact=contact, defaults={"since": at})
    drop_notes_to(contact)


def start_notes(contact: Contact) -> None:
    """The usual again."""
    NoNotes.objects.filter(contact=contact).delete()


@transaction.atomic
def answer_feedback(attendance: Attendance, *, worth_it: str, met_someone: str) -> bool:
    """Two answers, once, kept apart from who gave them. False when they were given before."""
    mine = Attendance.objects.select_for_update().filter(pk=attendance.pk, has_answered=False)
    if mine.first() is None:
        return False
    Feedback.objects.create(event=attendance.event, worth_it=worth_it, met_someone=met_someone)
    mine.update(has_answered=True)
    return True


def write_debrief(event: Event, *, went_well: str, was_hard: str, next_time: str, by: Member, at: datetime) -> None:
    """What the hosts want to remember; the latest words stand."""
    words = {"went_well": went_well, "was_hard": was_hard, "next_time": next_time}
    Debrief.objects.update_or_create(event=event, defaults={**words, "by": by, "written_at": at})


def note_retelling(event: Event, story: Story, *, by: Member, at: datetime) -> None:
    """This story was told there. Twice is once."""
    Retelling.objects.get_or_create(event=event, story=story, defaults={"by": by, "noted_at": at})


def drop_retelling(event: Event, story: Story) -> None:
    """It was another one."""
    event.retellings.filter(story=story).delete()
