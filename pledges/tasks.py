"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from pledges.actions import company, helping, reconciling, reminding, thanking


@shared_task(name="pledges.write_due_reminders")
def write_due_reminders() -> int:
    """Write the emails that are due; outbox.deliver sends them."""
    return reminding.write_due_reminders(timezone.now())


@shared_task(name="pledges.help_along")
def help_along() -> int:
    """Pass on thanks once a day, and ask where two offers did not help."""
    now = timezone.now()
    return thanking.write_thanks(now) + helping.ask_where_offers_did_not_help(now)


@shared_task(name="pledges.settle_shared")
def settle_shared() -> int:
    """Pledges that found enough others begin; near misses are asked about."""
    return company.settle_all(timezone.now())


@shared_task(name="pledges.reconcile")
def reconcile() -> int:
    """Plan again what is owed and missing, and say how much that was. Safe to run twice."""
    return reconciling.reconcile(timezone.now())
