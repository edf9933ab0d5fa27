"""manage bounce: read one delivery report, as a mail server pipes it."""

import os
import sys
from email import message_from_bytes
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.utils import timezone

from outbox.actions import note_bounce, read_bounces

# With the whole email that came back; what is longer is read up to here.
MOST_BYTES = 10_000_000


class Command(BaseCommand):
    # They would ask the database, and a mail server waits.
    requires_system_checks = []
    help = "Read a delivery report (RFC 3464) from standard input, and mark the emails that it gives up."

    def handle(self, *args: Any, **options: Any) -> None:
        """Anything but a report of failure is let pass; with the database away the mail server brings it again."""
        bounces = read_bounces(message_from_bytes(sys.stdin.buffer.read(MOST_BYTES)))
        try:
            noted = sum(note_bounce(bounce, at=timezone.now()) for bounce in bounces)
        except DatabaseError:
            self.stderr.write("The database is away: try again later.")
            sys.exit(os.EX_TEMPFAIL)
        self.stdout.write(f"{noted} noted.")
