"""A worker killed with kill -9 while it sends: nothing is lost, and a kill costs at most one copy."""

import time
from collections import Counter

import pytest

from outbox.models import OutgoingEmail, State
from tests.outbox.sink import kill_now

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

EMAILS = 220
KILLS = 6


def send_all_while_killing(inbox, start, *arguments):
    """Kill the sender at chosen emails, before they are taken and after, and start it again each time."""
    sender = start(*arguments)
    every = EMAILS // (KILLS + 1)
    # By turns before the server has taken the email, and after, when only the reply is missing.
    plan = {every * turn: ("before", "after")[turn % 2] for turn in range(1, KILLS + 1)}
    killed = []

    def strike(when):
        def look(count):
            struck = plan.get(count) == when
            if struck:
                del plan[count]
                killed.append(count)
                kill_now(sender.pid)
            return struck

        return look

    inbox.before, inbox.after = strike("before"), strike("after")
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline and unsent():
        if sender.poll() is not None:
            sender = start(*arguments)
        time.sleep(0.1)
    return killed


def unsent():
    return OutgoingEmail.objects.exclude(state=State.SENT).exists()


def test_nothing_is_lost_when_the_sender_is_killed(inbox, write, start):
    written = {row.message_id for row in write(EMAILS)}

    killed = send_all_while_killing(inbox, start)

    copies = sum(Counter(inbox.ids).values()) - len(written)
    assert set(inbox.ids) == written
    assert len(killed) == KILLS
    assert copies <= KILLS


def test_control_marking_before_sending_does_lose_some(inbox, write, start):
    written = {row.message_id for row in write(EMAILS)}

    killed = send_all_while_killing(inbox, start, "--mark-first")

    assert len(killed) == KILLS
    assert len(written - set(inbox.ids)) >= KILLS // 2


def test_two_senders_at_once_send_each_email_once(inbox, write, start):
    written = sorted(row.message_id for row in write(EMAILS))

    first, second = start(), start()
    deadline = time.monotonic() + 60
    while unsent() and time.monotonic() < deadline:
        time.sleep(0.1)

    assert first.poll() is None
    assert second.poll() is None
    assert sorted(inbox.ids) == written
