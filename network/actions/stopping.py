"""No emails that ask about introductions, or all of them again. The pages go on asking."""

from datetime import datetime

from django.db import transaction

from members.models import Member
from network.emails import MAY_BE_STOPPED
from network.models import AskingEmailsStopped
from outbox.models import OutgoingEmail


@transaction.atomic
def stop_asking_emails(member: Member, *, at: datetime) -> None:
    """From now on none is written, and what has not gone out does not go. Twice is once."""
    AskingEmailsStopped.objects.get_or_create(member=member, defaults={"since": at})
    OutgoingEmail.objects.filter(to__iexact=member.email, purpose__in=MAY_BE_STOPPED).cancel()


def start_asking_emails(member: Member) -> None:
    """They are written again. Twice is once."""
    AskingEmailsStopped.objects.filter(member=member).delete()
