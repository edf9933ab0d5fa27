"""What the clock starts across apps."""

from celery import shared_task
from django.utils import timezone

from collab.after import pledges_made_at
from collab.imports.running import work_on_all
from collab.privacy import keeping, requests
from events.actions.afterwards import write_after_notes as write_notes


@shared_task(name="collab.work_on_imports")
def work_on_imports() -> int:
    """Go on with the lists being brought in. All its state is rows, so it is safe to run twice, or twice at once."""
    return work_on_all(at=timezone.now())


@shared_task(name="privacy.carry_out")
def carry_out_requests() -> int:
    """Make the copies that were asked for, and erase those whose pause is over."""
    return requests.carry_out(timezone.now())


@shared_task(name="privacy.keep_no_longer")
def keep_no_longer() -> int:
    """Delete what was kept for as long as its table says."""
    return keeping.keep_no_longer(timezone.now())


@shared_task(name="collab.write_after_notes")
def write_after_notes() -> int:
    """The day after a date: thanks to those who came, a kind word to those who did not. Safe to run twice."""
    return write_notes(timezone.now(), said_there=pledges_made_at)
