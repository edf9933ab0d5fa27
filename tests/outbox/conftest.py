"""A mail server that answers, and emails to send to it."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from outbox.models import OutgoingEmail
from tests.outbox.sink import mail_server
from tests.outbox.stack import Stack


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
    """Save some emails that are due, each a moment after the one before."""

    def save(count=1, **fields):
        first = timezone.now() - timedelta(seconds=1)
        rows = [
            OutgoingEmail(**{"purpose": "test", "key": str(n), "to": f"p{n}@westmere.example", "subject": f"No {n}",
                             "text": "Words.\n", "html": "<p>Words.</p>", "due_at": first + timedelta(microseconds=n),
                             **fields})
            for n in range(count)
        ]  # fmt: skip
        return OutgoingEmail.objects.bulk_create(rows)

    return save


@pytest.fixture
def stack(inbox, tmp_path, transactional_db):
    """Real processes with a broker of their own, which sends to the mail server of this test."""
    made = Stack(inbox.port, tmp_path)
    made.broker.start()
    yield made
    made.end()


@pytest.fixture
def start(inbox):
    """Start a sender in its own process, on the same database and mail server."""
    running = []

    def begin(*arguments):
        # The same server as ours, be it a socket or a port, and the test's own database.
        url = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
        more = {
            "DJANGO_SETTINGS_MODULE": "tests.settings",
            "DATABASE_URL": url,
            "DATABASE_OWNER_URL": url,
            "EMAIL_URL": f"smtp://127.0.0.1:{inbox.port}",
            # The lease is six of these, so that the test need not wait for ninety seconds.
            "EMAIL_TIMEOUT": "2",
        }
        command = [sys.executable, "-m", "tests.outbox.sender", *arguments]
        running.append(subprocess.Popen(command, env=os.environ | more, stderr=subprocess.DEVNULL))
        return running[-1]

    yield begin
    for process in running:
        process.kill()
        process.wait()
