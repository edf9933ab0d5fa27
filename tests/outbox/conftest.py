"""A mail server that answers, and emails to send to it."""

import pytest
from django.utils import timezone

from outbox.models import OutgoingEmail
from tests.outbox.sink import mail_server


@pytest.fixture
def inbox(settings):
    """What a real mail server accepted from this process."""
    with mail_server() as (box, port):
        options = {"host": "127.0.0.1", "port": port, "timeout": 2}
        settings.MAILERS = {"default": {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": options}}
        box.port = port
        yield box


@pytest.fixture
def write():
    """Save some emails that are due."""

    def save(count=1, **fields):
        now = timezone.now()
        rows = [
            OutgoingEmail(**{"purpose": "test", "key": str(n), "to": f"p{n}@westmere.example", "subject": f"No {n}",
                             "text": "Words.\n", "html": "<p>Words.</p>", "due_at": now, **fields})
            for n in range(count)
        ]  # fmt: skip
        return OutgoingEmail.objects.bulk_create(rows)

    return save
