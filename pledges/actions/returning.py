"""The end of a return: a pledge that went back has other words now, or is up."""

from django.db.models.functions import Now

from outbox.models import OutgoingEmail
from pledges.emails.sending_back import SENT_BACK, key_of
from pledges.models import Pledge, SentBack


def end_return(pledge: Pledge) -> None:
    """Nothing has to be changed any more, and what was not sent about it is not sent."""
    for row in SentBack.objects.open().filter(pledge=pledge):
        OutgoingEmail.objects.about(SENT_BACK, key_of(row, pledge)).cancel()
    SentBack.objects.open().filter(pledge=pledge).update(ended_at=Now())
