"""What the clock starts."""

from celery import shared_task
from celery.worker import state
from django.utils import timezone

from outbox import actions


@shared_task(name="outbox.deliver")
def deliver() -> int:
    """Send what is due. All its state is rows, so Redis may be flushed and nothing is lost."""
    return actions.send_due(is_stopping=is_stopping)


@shared_task(name="outbox.reconcile")
def reconcile() -> int:
    """Put right what should never be wrong, then send: the doorbell of `deliver` may be what is broken."""
    found = actions.reconcile(timezone.now())
    if found:
        actions.send_due(is_stopping=is_stopping)
    return found


def is_stopping() -> bool:
    """Whether this worker was told to end: by SIGTERM, which waits for its tasks, or by anything quicker."""
    # Nought, the exit code of a good end, is a yes.
    return any(told is not None and told is not False for told in (state.should_stop, state.should_terminate))
