"""Ringing people who have no email."""

from datetime import datetime

from django.db import transaction

from events.models import Call, Event, SignUp, to_ring
from events.models.calls import AGAIN
from members.models import Member


@transaction.atomic
def tick_off(event: Event, signup: SignUp, *, by: Member, at: datetime) -> bool:
    """They were told all that was due. Of two hosts, the first one's tick stands."""
    due = next((one for one in to_ring(event, now=at) if one.signup == signup), None)
    if due is None:
        return False
    rows = [
        Call(
            signup=signup, turn=signup.turn, about=about, rung_by=by, rung_at=at,
            sequence=event.sequence if about in AGAIN else 0,
        )
        for about in due.reasons
    ]  # fmt: skip
    Call.objects.bulk_create(rows, ignore_conflicts=True)
    return True


def untick(event: Event, call: Call) -> None:
    """It was a slip: what was told in that call is due again."""
    Call.objects.filter(signup__event=event, signup=call.signup_id, rung_at=call.rung_at).delete()
