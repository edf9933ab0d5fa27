"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from events import actions


@shared_task(name="events.make_dates")
def make_dates() -> int:
    """Top up the dates of every series. Safe to run twice."""
    return actions.make_dates(today=timezone.localdate(), at=timezone.now())
