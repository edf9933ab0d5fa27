"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from events import actions
from events.actions import closing


@shared_task(name="events.write_due_reminders")
def write_due_reminders() -> int:
    """Write what people are owed before a date. Safe to run twice, or twice at once."""
    return actions.write_due_reminders(timezone.now())


@shared_task(name="events.make_dates")
def make_dates() -> int:
    """Top up the dates of every series. Safe to run twice."""
    return actions.make_dates(today=timezone.localdate(), at=timezone.now())


@shared_task(name="events.keep_offers_moving")
def keep_offers_moving() -> int:
    """Offers that ran out go to the next person. Safe to run twice, or twice at once."""
    return actions.keep_offers_moving(timezone.now())


@shared_task(name="events.reconcile")
def reconcile() -> int:
    """Put right what should never be wrong, and say how much that was. Safe to run twice."""
    return actions.reconcile(timezone.now())


@shared_task(name="events.close_old")
def close_old() -> int:
    """Close the dates that nobody closed. Safe to run twice."""
    return closing.close_old(timezone.now())
