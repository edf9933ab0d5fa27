"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from stories.actions import publishing


@shared_task(name="stories.publish_due")
def publish_due() -> int:
    """Publish what everyone said yes to 48 hours ago. Safe to run twice, or twice at once."""
    return publishing.publish_due(timezone.now())


@shared_task(name="stories.reconcile")
def reconcile() -> int:
    """Look for stories that nobody would publish any more, and say how many there were."""
    return publishing.reconcile(timezone.now())
