"""A worker process of its own: python -m tests.outbox.sender [--mark-first]."""

import sys
import time

import django

django.setup()

from django.core.mail import mailers  # noqa: E402
from django.utils import timezone  # noqa: E402

from outbox.models import OutgoingEmail  # noqa: E402
from outbox.tasks import deliver  # noqa: E402


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


if __name__ == "__main__":
    work = mark_first if "--mark-first" in sys.argv else deliver
    while True:
        work()
        time.sleep(0.2)
