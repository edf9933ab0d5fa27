"""What the maker of a held pledge is told when it goes back."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from members.models import Contact
from outbox.actions import write_email
from pledges.emails import private_path
from pledges.models import Pledge
from pledges.models.sending_back import SentBack

SENT_BACK = "pledges.sent_back"


def key_of(row: SentBack, pledge: Pledge) -> str:
    """One email for each time it went back."""
    return f"{pledge.uuid}:{row.pk}"


def tell_sent_back(row: SentBack, pledge: Pledge, contact: Contact, *, at: datetime) -> None:
    """The house rule, what to do, and the page to do it."""
    write_email(
        "pledges/sent_back",
        {"pledge": pledge, "row": row, "url": f"{settings.PUBLIC_URL}{private_path(pledge)}#details"},
        purpose=SENT_BACK,
        key=key_of(row, pledge),
        to=contact.email,
        to_name=pledge.first_name or contact.first_name,
        subject=_("Your pledge needs other words"),
        due_at=at,
    )
