"""What the clock starts."""

from celery import shared_task

from outbox.actions import send_due


@shared_task(name="outbox.deliver")
def deliver() -> int:
    """Send what is due. All its state is rows, so Redis may be flushed and nothing is lost."""
    return send_due()
