"""Every 15 minutes: what the sender should have seen to. It is expected to find nothing."""

from datetime import datetime, timedelta

from commons.models import Finding, Heartbeat
from outbox.models import OutgoingEmail, State

# A long send has its queue; this long after its time no email should wait.
LATE = timedelta(minutes=10)


def reconcile(now: datetime) -> int:
    """Free what a sender left behind, and count what waits too long. Says how many there were."""
    left = OutgoingEmail.objects.overdue(now, by=LATE).filter(state=State.CLAIMED).let_go(now)
    # Nothing is wrong with these but that nobody sends them; whoever calls this does so next.
    waiting = OutgoingEmail.objects.overdue(now, by=LATE).waiting().count()
    Finding.objects.note("outbox.claimed_too_long", left, at=now)
    Finding.objects.note("outbox.due_too_long", waiting, at=now)
    Heartbeat.objects.beat("outbox.reconcile", at=now)
    return left + waiting
