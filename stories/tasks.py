"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from stories.actions import pictures, publishing, reviewing


@shared_task(name="stories.publish_due")
def publish_due() -> int:
    """Publish what everyone said yes to 48 hours ago. Safe to run twice, or twice at once."""
    return publishing.publish_due(timezone.now())


@shared_task(name="stories.reconcile")
def reconcile() -> int:
    """Look for stories that nobody would publish any more, and say how many there were."""
    return publishing.reconcile(timezone.now())


@shared_task(name="stories.review_all")
def review_all() -> int:
    """Ask whether stories are still all right, and hide those that nobody answered about. Safe to run twice."""
    return reviewing.review_all(timezone.now())


@shared_task(name="stories.sweep_pictures")
def sweep_pictures() -> int:
    """Delete the files of pictures that belong to no story, and say how many. Safe to run twice."""
    return pictures.sweep(timezone.now())
