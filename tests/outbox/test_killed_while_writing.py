"""A writer of reminders killed with kill -9 at random moments: everybody is written to, and nobody twice.

OUTBOX_WRITERS_KILLED=50 ./run test tests/outbox/test_killed_while_writing.py --slow is the full size.
"""

import os
import random
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.actions.reminding import write_due_reminders
from pledges.models import Reminder
from tests.factories import make_contact, make_pledge
from tests.outbox.sink import kill_now
from tests.outbox.stack import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
KILLS = int(os.environ.get("OUTBOX_WRITERS_KILLED", "8"))
PEOPLE = 100


def due_reminders(start):
    now = timezone.now() - timedelta(seconds=1)
    for number in range(start, start + PEOPLE):
        pledge = make_pledge(by=make_contact(f"P{number}", email=f"p{number}@westmere.example"))
        Reminder.objects.create(pledge=pledge, kind="due", due_on=timezone.localdate(now), due_at=now)


@transaction.atomic
def somebody_is_in_hand():
    free = Contact.objects.select_for_update(skip_locked=True, no_key=True)
    return len(free) < Contact.objects.count()


def test_a_writer_that_is_killed_leaves_all_or_nothing(start):
    chance = random.Random(7)

    for turn in range(KILLS):
        due_reminders(turn * PEOPLE)
        writer = start("--write")
        wait_for(somebody_is_in_hand, what="a writer at work")
        # What it has in hand is read, drawn, copied in and marked within about a second.
        time.sleep(chance.random())
        kill_now(writer.pid)
        writer.wait()
    # Its session ends a moment after it.
    wait_for(lambda: not somebody_is_in_hand(), what="the last lock")
    write_due_reminders(timezone.now())

    emails = OutgoingEmail.objects.values_list("to", flat=True)
    asked = Reminder.objects.filter(kind="due")
    assert sorted(emails) == sorted(f"p{number}@westmere.example" for number in range(KILLS * PEOPLE))
    assert set(asked.values_list("state", flat=True)) == {"written"}
    assert asked.values("email").distinct().count() == KILLS * PEOPLE
    assert Reminder.objects.planned().filter(kind="repeat").count() == KILLS * PEOPLE
