"""Another day, other words: what a pledge said before is kept."""

from datetime import date, datetime

from django.db import transaction

from pledges.actions.booking import book_reminders, lock, take_back
from pledges.actions.returning import end_return
from pledges.models import Move, Pledge, Reminder


@transaction.atomic
def move_pledge(pledge: Pledge, *, act: str, by_on: date | None, is_doubtful: bool, at: datetime) -> bool:
    """The new words and day, and questions booked by them. False where nothing differs: twice is once."""
    stored = lock(pledge)
    if (stored.act, stored.by_on) == (act, by_on):
        return False
    was = stored.act
    stored.act, stored.by_on, stored.is_held = act, by_on, stored.is_held or is_doubtful
    keep_wording(stored, at=at)
    stored.save(update_fields=["act", "by_on", "is_held"])
    if was != act:
        end_return(stored)
    # An email that is not sent yet would ask about the old day.
    take_back(Reminder.objects.filter(pledge=stored))
    book_reminders(stored, now=at)
    return True


def keep_wording(pledge: Pledge, *, at: datetime) -> None:
    """Before it is saved: its words and day as they are stored, beside the new ones."""
    was = lock(pledge)
    if (was.act, was.by_on) != (pledge.act, pledge.by_on):
        days = {"was_by_on": was.by_on, "by_on": pledge.by_on}
        Move.objects.create(pledge=pledge, was_act=was.act, act=pledge.act, at=at, **days)
