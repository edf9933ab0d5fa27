"""A mail server that fails by share: what it refuses for good fails at once, and nothing else is lost."""

import os
import random
from collections import Counter
from datetime import timedelta

import pytest
from django.utils import timezone

from outbox.actions import send_due
from outbox.models import OutgoingEmail, State
from tests.outbox.sink import CUT_AFTER, CUT_BEFORE

pytestmark = pytest.mark.django_db
EMAILS = int(os.environ.get("OUTBOX_FAILING", "300"))
TRIES = 6
# Of a hundred tries.
SHARES = {"421 too many": 5, "451 not now": 5, "550 no": 5, CUT_BEFORE: 10, CUT_AFTER: 5, "": 70}


def send_all():
    """As if the gaps between tries passed at once. Says how often each was tried when."""
    for _ in range(TRIES + 2):
        while send_due() or OutgoingEmail.objects.due(timezone.now()).exists():
            pass
        OutgoingEmail.objects.filter(state=State.RETRY).update(due_at=timezone.now())


def test_a_server_that_fails_by_share_loses_nothing(inbox, write):
    chance = random.Random(7)
    rows = write(EMAILS)
    what, weights = list(SHARES), list(SHARES.values())
    plans = {row.to: chance.choices(what, weights, k=TRIES) for row in rows}
    inbox.plans = {to: list(plan) for to, plan in plans.items()}
    # Up to the first that ends it, what each address is going to say.
    refused = {row.to for row in rows if first_end(plans[row.to]) == "550 no"}
    tries = {to: plans[to].index("550 no") + 1 for to in refused}
    unlucky = {row.to for row in rows if first_end(plans[row.to]) is None}

    send_all()

    came = Counter(message["To"] for message in inbox.accepted)
    states = dict(OutgoingEmail.objects.values_list("to", "state"))
    assert {to for to, state in states.items() if state == State.FAILED} == refused | unlucky
    assert set(came) >= set(states) - refused - unlucky
    assert sum(came.values()) - len(came) <= len(inbox.cut_after)
    assert max(inbox.tried.values()) <= TRIES
    # What was refused for good was not tried after that.
    assert {to: inbox.tried[to] for to in refused} == tries
    assert len(refused) > EMAILS / 50
    assert len(inbox.cut_after) > EMAILS / 50


def first_end(plan):
    """What ends this email: sent, or refused for good; None where six tries were in vain."""
    return next((answer for answer in plan if answer in ("", "550 no")), None)


def test_control_a_sender_that_gives_up_at_the_first_failure_loses_many(inbox, write, monkeypatch):
    chance = random.Random(7)
    rows = write(EMAILS)
    inbox.plans = {row.to: chance.choices(list(SHARES), list(SHARES.values()), k=1) for row in rows}
    monkeypatch.setattr(OutgoingEmail, "try_again", lambda email, error, *, at: email.mark_failed(error))

    send_all()

    assert OutgoingEmail.objects.filter(state=State.FAILED).count() > EMAILS / 10


def test_a_poison_email_delays_the_others_by_no_more_than_its_own_tries(inbox, write):
    (poison,) = write(subject="Two\nlines", key="poison", due_at=timezone.now() - timedelta(days=1))
    rows = write(5)

    sent = send_due()

    assert (sent, inbox.ids) == (5, [row.message_id for row in rows])
    poison.refresh_from_db()
    assert poison.due_at > timezone.now()


def test_a_line_is_kept_through_a_refusal_and_opened_anew_after_a_cut(inbox, write):
    rows = write(4)
    inbox.plans = {rows[1].to: ["550 no"], rows[2].to: [CUT_BEFORE]}

    send_due()

    assert inbox.ids == [rows[0].message_id, rows[3].message_id]
    assert inbox.lines == 2
