"""Inviting somebody with words of one's own: within limits, so that no account becomes a way to fill inboxes."""

from datetime import datetime, timedelta

from django.db import transaction

from commons.models import audit, within_limit
from members.emails.joining import INVITATION, invitation_key, write_invitation
from members.models import Invitation, Member
from members.models.joining import INVITATION_LASTS
from outbox.models import OutgoingEmail

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
AN_HOUR, A_DAY, TO_ONE_ADDRESS_A_DAY = 10, 30, 3


class TooMany(Exception):
    """More invitations than one person may send, or one person may be sent, in this time."""


@transaction.atomic
def invite(*, by: Member, email: str, name: str, words: str, at: datetime) -> Invitation:
    """Write to them. A second call for the same address changes nothing while the first is open. May raise TooMany."""
    email = email.strip().lower()
    check_limits(by, email, at=at)
    times = {"made_at": at, "sent_at": at, "expires_at": at + INVITATION_LASTS}
    made = Invitation(inviter=by, email=email, name=name, words=words, **times)
    Invitation.objects.bulk_create([made], ignore_conflicts=True)
    invitation = open_invitation(by, email)
    if invitation.uuid == made.uuid:
        audit("members.invite", by=by.uuid, kind="invitation", target=invitation.uuid)
        write_invitation(invitation, now=at)
    elif invitation.can_be_sent_again(at):
        _send_again(invitation, at=at)
    return invitation


@transaction.atomic
def invite_again(invitation: Invitation, *, by: Member, at: datetime) -> bool:
    """A reminder in the same words, a day later at the soonest. Says whether it was written. May raise TooMany."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if not invitation.can_be_sent_again(at):
        return False
    check_limits(by, invitation.email, at=at)
    _send_again(invitation, at=at)
    return True


@transaction.atomic
def withdraw(invitation: Invitation, *, by: Member, at: datetime) -> None:
    """Its link leads nowhere, and what has not left yet does not leave."""
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    invitation.withdraw(at=at)
    for time in range(1, invitation.times_sent + 1):
        OutgoingEmail.objects.about(INVITATION, invitation_key(invitation, time)).cancel()
    audit("members.invitation_withdrawn", by=by.uuid, kind="invitation", target=invitation.uuid)


def open_invitation(by: Member, email: str) -> Invitation:
    """The one that neither was accepted nor withdrawn; the database holds one at most."""
    mine = Invitation.objects.select_for_update().by(by).filter(email=email)
    return mine.get(accepted_at=None, withdrawn_at=None)


def check_limits(by: Member, email: str, *, at: datetime) -> None:
    """Count this one: by its sender for the hour and the day, and by its address."""
    allowed = (
        within_limit("members.invite.hour", str(by.uuid), at_most=AN_HOUR, per=HOUR, now=at)
        and within_limit("members.invite.day", str(by.uuid), at_most=A_DAY, per=DAY, now=at)
        and within_limit("members.invite.to", email.lower(), at_most=TO_ONE_ADDRESS_A_DAY, per=DAY, now=at)
    )
    if not allowed:
        raise TooMany


def _send_again(invitation: Invitation, *, at: datetime) -> None:
    invitation.send_again(at=at)
    write_invitation(invitation, now=at)
