"""What waits too long is counted, freed and shown; where all is well there is nothing to find."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import Finding, Heartbeat
from outbox.models import OutgoingEmail, State, lease
from outbox.tasks import reconcile

pytestmark = pytest.mark.django_db


def findings():
    return sorted(Finding.objects.values_list("what", "count"))


def test_what_is_due_now_or_in_hand_is_no_finding(inbox, write):
    write(2)
    write(key="claimed")
    now = timezone.now()
    OutgoingEmail.objects.filter(key="claimed").update(
        state=State.CLAIMED, token="0" * 32, leased_until=now + lease(), due_at=now - timedelta(hours=1)
    )

    found = reconcile()

    assert (found, findings(), inbox.ids) == (0, [], [])
    assert OutgoingEmail.objects.filter(state=State.CLAIMED).count() == 1
    assert Heartbeat.objects.filter(name="outbox.reconcile").exists()


def test_what_nobody_sent_is_sent_and_counted(inbox, write):
    write(3, due_at=timezone.now() - timedelta(minutes=11))

    found = [reconcile(), reconcile()]

    assert (found, findings()) == ([3, 0], [("outbox.due_too_long", 3)])
    assert len(inbox.ids) == 3


def test_a_claim_that_a_sender_left_behind_is_freed_sent_and_counted(inbox, write):
    (email,) = write()
    long_ago = timezone.now() - lease() - timedelta(minutes=11)
    OutgoingEmail.objects.claim_next(timezone.now())
    OutgoingEmail.objects.update(leased_until=long_ago, due_at=long_ago)

    found = [reconcile(), reconcile()]

    email.refresh_from_db()
    assert (found, findings()) == ([1, 0], [("outbox.claimed_too_long", 1)])
    assert (email.state, inbox.ids) == (State.SENT, [email.message_id])


def test_what_was_found_is_forgotten_after_ninety_days(db):
    from collab.privacy.keeping import keep_no_longer  # noqa: PLC0415 - the outermost layer

    now = timezone.now()
    for days in (89, 91):
        Finding.objects.note("outbox.due_too_long", days, at=now - timedelta(days=days))

    keep_no_longer(now)

    assert findings() == [("outbox.due_too_long", 89)]
