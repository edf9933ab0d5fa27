"""Health tells the truth about real processes."""

import json
import urllib.error
import urllib.request
from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import Heartbeat
from outbox.models import OutgoingEmail
from tests.outbox.stack import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]


def told(port, path="/ready/"):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as answer:
            return answer.status, json.load(answer)["status"]
    except urllib.error.HTTPError as error:
        with error:
            return error.code, json.load(error)["status"]


def test_it_says_when_the_broker_hangs_and_when_the_sender_has_stopped(stack, write):
    port = stack.web()
    at_first = told(port)
    worker = stack.worker()
    stack.beat()
    wait_for(lambda: told(port) == (200, "ok"), what="health")

    stack.broker.hang()
    hung = told(port)
    stack.broker.go_on()
    wait_for(lambda: told(port) == (200, "ok"), what="health again")
    worker.kill()
    worker.wait()
    write(1)
    # As if nine minutes had passed.
    Heartbeat.objects.update(at=timezone.now() - timedelta(minutes=9))
    OutgoingEmail.objects.update(due_at=timezone.now() - timedelta(minutes=9))
    stopped = told(port)
    stack.worker()
    wait_for(lambda: told(port) == (200, "ok"), what="health after all")

    assert (at_first, hung, stopped) == ((503, "late"), (200, "degraded"), (503, "late"))


def test_it_says_when_the_database_is_away(stack):
    stack.env["DATABASE_URL"] = "postgresql://nobody@127.0.0.1:1/nowhere"
    port = stack.web()

    assert told(port) == (503, "down")
    assert told(port, "/alive/") == (200, "ok")
