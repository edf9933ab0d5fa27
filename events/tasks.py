"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from events import actions
from events.actions import closing


@shared_task(name="events.make_dates")
def make_dates() -> int:
    """Top up the dates of every series. Safe to run twice."""
    return actions.make_dates(today=timezone.localdate(), at=timezone.now())


@shared_task(name="events.close_old")
def close_old() -> int:
    """Close the dates that nobody closed. Safe to run twice."""
    return closing.close_old(timezone.now())
