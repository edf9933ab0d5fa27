"""A worker that is told to stop (SIGTERM) finishes the email in hand: none lost, none twice, none left claimed."""

import os
import signal
import time

import pytest

from outbox.models import OutgoingEmail, State
from tests.outbox.stack import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
STOPS = int(os.environ.get("OUTBOX_STOPS", "3"))
EMAILS = STOPS * 60
# What a container's host waits before it kills.
GRACE = 30


def unsent():
    return OutgoingEmail.objects.exclude(state=State.SENT)


def stop_often(stack, inbox, sign):
    """End the worker in mid-send, again and again, and say how long each end took and what it left claimed."""
    stack.beat()
    took, left = [], []
    for turn in range(1, STOPS + 1):
        worker = stack.worker()
        wait_for(lambda goal=turn * 25: len(inbox.ids) >= goal, what="emails")
        worker.send_signal(sign)
        began = time.monotonic()
        worker.wait(GRACE + 10)
        took.append(time.monotonic() - began)
        left.append(OutgoingEmail.objects.filter(state=State.CLAIMED).count())
    stack.worker()
    wait_for(lambda: not unsent().exists(), what="the rest")
    return took, left


def slowly(count):
    """A mail server that takes its time, so that each stop hits an email in hand."""
    time.sleep(0.02)


def test_sigterm_costs_no_copy_and_leaves_no_claim(stack, inbox, write):
    written = sorted(row.message_id for row in write(EMAILS))
    inbox.before = slowly

    took, left = stop_often(stack, inbox, signal.SIGTERM)

    assert sorted(inbox.ids) == written
    assert left == [0] * STOPS
    assert max(took) <= GRACE


def test_control_a_kill_leaves_claims_behind(stack, inbox, write):
    written = {row.message_id for row in write(EMAILS)}
    inbox.before = slowly

    _took, left = stop_often(stack, inbox, signal.SIGKILL)

    assert set(inbox.ids) == written
    assert sum(left) >= 1


def test_a_worker_that_waits_for_a_hung_mail_server_stops_in_time_too(stack, inbox, write):
    write(1)
    hung = []

    def hang(count):
        hung.append(count)
        # Longer than a sender waits for an answer.
        time.sleep(4)

    inbox.before = hang
    stack.beat()
    worker = stack.worker()
    wait_for(lambda: hung, what="an email in hand")

    worker.send_signal(signal.SIGTERM)

    assert worker.wait(GRACE) == 0
    assert OutgoingEmail.objects.get().state == State.RETRY
