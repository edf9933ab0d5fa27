"""Health tells the truth, to monitors and to organisers."""

import socket
from datetime import timedelta

import pytest
from django.db import OperationalError, connection
from django.utils import timezone

from collab.health import JOBS
from commons.models import Finding, Heartbeat
from outbox.models import OutgoingEmail

pytestmark = pytest.mark.django_db


def all_run(now, **minutes_ago):
    for job in JOBS:
        Heartbeat.objects.beat(job.name, at=now - timedelta(minutes=minutes_ago.get(job.name.replace(".", "_"), 0)))


def told(client):
    answer = client.get("/ready/")
    return answer.status_code, answer.json()["status"]


def test_where_everything_runs_all_is_well(client):
    all_run(timezone.now())

    answer = client.get("/ready/")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok", "oldest_due_seconds": 0, "late": ""})
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(
    ("ago", "says"),
    [
        ({"outbox_deliver": 4}, (200, "ok")),
        ({"outbox_deliver": 6}, (503, "late")),
        ({"pledges_write_due_reminders": 9}, (503, "late")),
        ({"outbox_reconcile": 60}, (200, "degraded")),
        ({"privacy_keep_no_longer": 60 * 26}, (200, "ok")),
        ({"privacy_keep_no_longer": 60 * 28}, (200, "degraded")),
    ],
)
def test_a_job_that_is_silent_is_found_out(client, ago, says):
    all_run(timezone.now(), **ago)

    assert told(client) == says


def test_a_network_whose_sender_never_ran_is_not_well(client):
    assert told(client) == (503, "late")


def test_an_email_that_waits_too_long_is_found_out_also_while_the_sender_lives(client):
    now = timezone.now()
    all_run(now)
    email = OutgoingEmail.objects.create(purpose="test", key="1", to="a@westmere.example", due_at=now)
    seen = []

    for minutes in (1, 9):
        OutgoingEmail.objects.filter(pk=email.pk).update(due_at=now - timedelta(minutes=minutes))
        seen.append(told(client))

    assert seen == [(200, "ok"), (503, "late")]


def test_a_broker_that_is_away_or_hangs_only_makes_it_worse_and_one_that_answers_does_not(client, settings):
    all_run(timezone.now())
    seen = []

    with socket.create_server(("127.0.0.1", 0)) as hung:
        port = hung.getsockname()[1]
        settings.CELERY_BROKER_URL = f"redis://127.0.0.1:{port}/0"
        seen.append(told(client))
    seen.append(told(client))

    assert seen == [(200, "degraded"), (200, "degraded")]


def test_without_the_database_it_says_so_and_the_process_is_alive(client):
    all_run(timezone.now())

    with connection.execute_wrapper(refuse):
        ready, alive = client.get("/ready/"), client.get("/alive/")

    assert (ready.status_code, ready.json()) == (503, {"status": "down"})
    assert (alive.status_code, alive.json()) == (200, {"status": "ok"})


def refuse(*_args):
    """As PostgreSQL does when it is not there."""
    raise OperationalError("connection refused")


def test_an_organiser_reads_that_all_is_well(client, sign_in, orla):
    all_run(timezone.now())
    sign_in(orla)

    words = client.get("/run/working/").content.decode()

    assert ["Yes. Everything that should have run has run." in words, "Nothing, in the last 90 days." in words] == [
        True,
        True,
    ]


def test_an_organiser_reads_what_is_late_and_what_was_put_right(client, sign_in, orla):
    now = timezone.now()
    all_run(now, outbox_deliver=30)
    Finding.objects.note("pledges.reminder_missing", 20, at=now)
    sign_in(orla)

    words = client.get("/run/working/").content.decode()

    assert "Emails are late" in words
    assert words.count('<strong class="tag tag--problem">Late</strong>') == 1
    assert "Reminders that had gone missing: 20" in words
