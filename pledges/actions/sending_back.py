"""A held pledge goes back to its maker with a reason, and comes again with other words."""

from datetime import datetime

from django.db import transaction

from commons.models import audit
from members.models import Member
from pledges.actions.booking import lock
from pledges.actions.making import take_down
from pledges.emails.sending_back import tell_sent_back
from pledges.models import Pledge
from pledges.models.sending_back import SentBack


@transaction.atomic
def send_back(pledge: Pledge, *, reason: str, by: Member, at: datetime) -> bool:
    """Its maker is told the house rule and what to do. Twice is once; False where nobody would hear of it."""
    pledge = lock(pledge)
    if not pledge.waits_for_look or pledge.contact is None or not pledge.contact.email:
        return False
    if not SentBack.objects.open().filter(pledge=pledge).exists():
        row = SentBack.objects.create(pledge=pledge, reason=reason, by=by, at=at)
        audit("pledges.sent_back", by=by.uuid, kind="pledge", target=pledge.uuid, reason=reason)
        tell_sent_back(row, pledge, pledge.contact, at=at)
    return True


@transaction.atomic
def take_down_held(pledge: Pledge, *, by: Member, at: datetime) -> None:
    """Nobody could be told why it waits: it is let go, and its maker alone sees it. Twice is once."""
    audit("pledges.taken_down", by=by.uuid, kind="pledge", target=pledge.uuid)
    take_down(pledge, at=at)
