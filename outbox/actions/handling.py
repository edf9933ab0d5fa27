"""What a person does about an email or an address."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from commons.models import audit
from outbox.models import BouncedAddress, OutgoingEmail


@transaction.atomic
def send_again(email: OutgoingEmail, *, by: UUID, at: datetime) -> bool:
    """Try a failed email from the start, also where its mailbox was said to be gone."""
    if not email.send_again(at=at):
        return False
    BouncedAddress.objects.at(email.to).delete()
    audit("outbox.sent_again", by=by, kind="email", target=email.uuid)
    return True


@transaction.atomic
def cancel_email(email: OutgoingEmail, *, by: UUID) -> bool:
    """Take back what has not begun to be sent."""
    if not OutgoingEmail.objects.waiting().filter(pk=email.pk).cancel():
        return False
    audit("outbox.cancelled", by=by, kind="email", target=email.uuid)
    return True


@transaction.atomic
def lift(row: BouncedAddress, *, by: UUID) -> None:
    """Somebody knows that the mailbox is there: everything is sent there again."""
    row.delete()
    audit("outbox.address_lifted", by=by, kind="address", target=row.uuid)
