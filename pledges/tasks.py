"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from pledges.actions import reconciling, reminding


@shared_task(name="pledges.write_due_reminders")
def write_due_reminders() -> int:
    """Write the emails that are due; outbox.deliver sends them."""
    return reminding.write_due_reminders(timezone.now())


@shared_task(name="pledges.reconcile")
def reconcile() -> int:
    """Plan again what is owed and missing, and say how much that was. Safe to run twice."""
    return reconciling.reconcile(timezone.now())
