"""What the clock starts across apps."""

from celery import shared_task
from django.utils import timezone

from collab.imports.running import work_on_all


@shared_task(name="collab.work_on_imports")
def work_on_imports() -> int:
    """Go on with the lists being brought in. All its state is rows, so it is safe to run twice, or twice at once."""
    return work_on_all(at=timezone.now())
