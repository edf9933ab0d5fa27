"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from pledges.actions import company, reminding


@shared_task(name="pledges.write_due_reminders")
def write_due_reminders() -> int:
    """Write the emails that are due; outbox.deliver sends them."""
    return reminding.write_due_reminders(timezone.now())


@shared_task(name="pledges.settle_shared")
def settle_shared() -> int:
    """Pledges that found enough others begin; near misses are asked about."""
    return company.settle_all(timezone.now())
