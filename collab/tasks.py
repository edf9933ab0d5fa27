"""What the clock starts across apps."""

from celery import shared_task
from django.utils import timezone

from collab.privacy import keeping, requests


@shared_task(name="privacy.carry_out")
def carry_out_requests() -> int:
    """Make the copies that were asked for, and erase those whose pause is over."""
    return requests.carry_out(timezone.now())


@shared_task(name="privacy.keep_no_longer")
def keep_no_longer() -> int:
    """Delete what was kept for as long as its table says."""
    return keeping.keep_no_longer(timezone.now())
