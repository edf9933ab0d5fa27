"""A worker process of its own: python -m tests.outbox.sender [--mark-first | --batch | --write]."""

import sys
import time
from collections.abc import Callable

import django

django.setup()

from django.core.mail import mailers  # noqa: E402
from django.utils import timezone  # noqa: E402

from outbox.models import OutgoingEmail, State, lease  # noqa: E402
from outbox.tasks import deliver  # noqa: E402
from pledges.tasks import write_due_reminders  # noqa: E402


def mark_first() -> int:
    """The control: marked as sent before it is sent, which is how emails get lost."""
    connection, sent = mailers.default, 0
    connection.open()
    while (email := OutgoingEmail.objects.claim_next(timezone.now())) is not None:
        email.mark_sent(at=timezone.now())
        connection.send_messages([email.message()])
        sent += 1
    connection.close()
    return sent


def batch() -> int:
    """The control: many claimed, sent and marked together, which is how emails go out twice."""
    now = timezone.now()
    rows = list(OutgoingEmail.objects.due(now)[:50])
    OutgoingEmail.objects.filter(pk__in=[row.pk for row in rows]).update(due_at=now + lease())
    connection = mailers.default
    connection.open()
    for email in rows:
        connection.send_messages([email.message()])
    connection.close()
    OutgoingEmail.objects.filter(pk__in=[row.pk for row in rows]).update(state=State.SENT, sent_at=timezone.now())
    return len(rows)


if __name__ == "__main__":
    ways: dict[str, Callable[[], object]] = {
        "--mark-first": mark_first,
        "--batch": batch,
        "--write": write_due_reminders,
    }
    work = ways.get(sys.argv[-1], deliver)
    while True:
        work()
        time.sleep(0.2)
