"""Several workers, killed with kill -9 at random moments: nothing is lost, and only what was in flight is copied.

OUTBOX_EMAILS=10000 OUTBOX_KILLS=50 ./run test tests/outbox/test_killed_at_random.py --slow is the full size.
"""

import os
import random
import time
from collections import Counter

import pytest

from outbox.models import OutgoingEmail, State
from tests.outbox.sink import kill_now

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
EMAILS = int(os.environ.get("OUTBOX_EMAILS", "600"))
KILLS = int(os.environ.get("OUTBOX_KILLS", "8"))
SENDERS = 4
DEADLINE = 60 + EMAILS / 10
# Between a kill and the server's yes, which may be a little later, or the row that says so.
IN_FLIGHT = 1.0


def send_while_killing(inbox, start, *arguments):
    """Keep so many senders alive, and kill one of them at random moments; says when."""
    chance = random.Random(7)
    senders = [start(*arguments) for _ in range(SENDERS)]
    # The first starts only when all work, the last while there is still something to do.
    goals = sorted(chance.randrange(EMAILS // 20, EMAILS * 9 // 10) for _ in range(KILLS))
    killed = []
    deadline = time.monotonic() + DEADLINE
    while OutgoingEmail.objects.exclude(state=State.SENT).exists():
        assert time.monotonic() < deadline, "it did not end"
        if goals and len(inbox.ids) >= goals[0]:
            del goals[0]
            time.sleep(chance.random() / 50)
            kill_now(chance.choice([sender for sender in senders if sender.poll() is None]).pid)
            killed.append(time.monotonic())
        senders = [sender if sender.poll() is None else start(*arguments) for sender in senders]
        time.sleep(0.005)
    return killed


def copies(inbox):
    """Each message that came more than once, with the moment of its first copy."""
    first: dict[str, float] = {}
    for message_id, at in zip(inbox.ids, inbox.accepted_at, strict=True):
        first.setdefault(message_id, at)
    return [(first[message_id], times - 1) for message_id, times in Counter(inbox.ids).items() if times > 1]


def test_nothing_is_lost_and_only_what_was_in_flight_comes_twice(inbox, write, start):
    written = {row.message_id for row in write(EMAILS)}

    killed = send_while_killing(inbox, start)

    extra = copies(inbox)
    print(f"\n{EMAILS} emails, {len(killed)} kills, {sum(times for _, times in extra)} extra copies")
    assert set(inbox.ids) == written
    assert len(killed) == KILLS
    assert sum(times for _, times in extra) <= KILLS
    assert [at for at, _ in extra if min(abs(kill - at) for kill in killed) > IN_FLIGHT] == []


def test_control_claiming_many_at_once_sends_many_twice(inbox, write, start):
    write(EMAILS)

    killed = send_while_killing(inbox, start, "--batch")

    assert sum(times for _, times in copies(inbox)) > len(killed) * 3
