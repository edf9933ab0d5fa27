"""Two clocks at once: each thing that is due happens once all the same."""

import os
import time
from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from commons.models import Heartbeat
from outbox.models import OutgoingEmail, State
from pledges.models import Reminder
from tests.factories import make_contact, make_pledge
from tests.outbox.stack import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# How long both run; the full size is 600.
SECONDS = float(os.environ.get("OUTBOX_CLOCKS", "20"))
PEOPLE = 40


def due_reminders(count, now):
    for number in range(count):
        pledge = make_pledge(by=make_contact(f"P{number}", email=f"p{number}@westmere.example"))
        # Some are due at once, the others come due while the clocks run.
        due_at = now + timedelta(seconds=number % 10)
        Reminder.objects.create(pledge=pledge, kind="due", due_on=timezone.localdate(now), due_at=due_at)


def test_two_clocks_and_two_workers_send_each_person_one_email(stack, inbox):
    due_reminders(PEOPLE, timezone.now())
    stack.worker(), stack.worker(), stack.beat(), stack.beat()

    until = time.monotonic() + SECONDS
    wait_for(lambda: time.monotonic() > until, seconds=SECONDS + 5)
    wait_for(lambda: not OutgoingEmail.objects.exclude(state=State.SENT).exists(), what="the last emails")

    assert OutgoingEmail.objects.count() == PEOPLE
    assert sorted(inbox.ids) == sorted(email.message_id for email in OutgoingEmail.objects.all())
    assert set(Reminder.objects.filter(kind="due").values_list("state", flat=True)) == {"written"}
    assert Heartbeat.objects.filter(name="outbox.deliver").exists()


def test_control_two_writers_without_the_guard_write_twice(transactional_db):
    now = timezone.now()
    due_reminders(PEOPLE, now)
    together = Barrier(2)

    def write_unguarded():
        due = list(Reminder.objects.due(now + timedelta(minutes=1)).order_by("pk"))
        together.wait(10)
        OutgoingEmail.objects.bulk_create(
            OutgoingEmail(purpose="test", key=f"{id(due)}:{row.pk}", to="p@westmere.example", due_at=now) for row in due
        )
        Reminder.objects.filter(pk__in=[row.pk for row in due]).update(state="written")
        connection.close()

    writers = [Thread(target=write_unguarded) for _ in range(2)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert OutgoingEmail.objects.count() == PEOPLE * 2
