"""What became of a pledge, and what follows from it."""

from datetime import date, datetime

from django.db import transaction

from members.models import Contact, Member
from outbox.models import UNSENT, OutgoingEmail
from pledges.actions.booking import book_reminders, drop_all, lock, take_back
from pledges.actions.helping import end_snag, open_snag
from pledges.actions.news import take_news_back, tell_those_waiting
from pledges.emails.helping import TO_STOP
from pledges.models import Answer, FollowUps, Pledge, Reminder


@transaction.atomic
def answer_pledge(
    pledge: Pledge, *, said: str, at: datetime, reminder: Reminder | None = None, recorded_by: Member | None = None
) -> Answer:
    """Record an answer; drop what was planned and not sent; book what is owed now. Said twice is said once."""
    pledge = lock(pledge)
    newest = Answer.objects.filter(pledge=pledge).first()
    if newest is not None and recorded_by is None and newest.said == said and newest.reminder == reminder:
        follow_up(newest, at=at)
        return newest
    answer = Answer.objects.create(pledge=pledge, said=said, at=at, reminder=reminder, recorded_by=recorded_by)
    pledge.answer(Pledge.State(said), at=at)
    drop_all(Reminder.objects.filter(pledge=pledge))
    book_reminders(pledge, now=at)
    take_news_back(pledge)
    follow_up(answer, at=at)
    return answer


def follow_up(answer: Answer, *, at: datetime) -> None:
    """Stuck brings help; anything else ends the asking for it, and those who wait hear of an end."""
    if answer.said == Answer.Said.STUCK:
        open_snag(answer, at=at)
    else:
        end_snag(answer.pledge, at=at)
        tell_those_waiting(answer, at=at)


@transaction.atomic
def stop_follow_ups(contact: Contact, *, at: datetime) -> None:
    """Nothing more about their pledges, from this moment."""
    FollowUps.of(contact).stop(at=at)
    drop_all(Reminder.objects.of_contacts([contact]))
    OutgoingEmail.objects.filter(state__in=UNSENT, purpose__in=TO_STOP, to=contact.email).cancel()


@transaction.atomic
def pause_follow_ups(contact: Contact, *, until: date) -> None:
    """What is due before then waits; it is moved when its time comes."""
    FollowUps.of(contact).pause(until=until)
    take_back(Reminder.objects.of_contacts([contact]))


@transaction.atomic
def start_follow_ups(contact: Contact, *, at: datetime) -> None:
    """The usual again, booked from today."""
    FollowUps.of(contact).start()
    for pledge in Pledge.objects.by(contact).live().select_related("contact", "event", "group"):
        book_reminders(pledge, now=at)
