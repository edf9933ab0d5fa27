"""The emails about joining, and about a trusted person beside someone."""

from datetime import datetime
from uuid import uuid4

from django.utils.translation import gettext as _

from commons.models import NetworkSettings
from members.emails.addresses import page
from members.models import Helper, Invitation, JoinRequest
from outbox.actions import write_email

INVITATION = "members.invitation"


def invitation_key(invitation: Invitation, time: int) -> str:
    """Each time it is sent is a reason of its own."""
    return f"{invitation.uuid}:{time}"


def write_invitation(invitation: Invitation, *, now: datetime) -> None:
    """Who invites, in their words, and a link. No words of theirs are in the subject, which is a header."""
    write_email(
        "members/invitation",
        {
            "inviter": invitation.inviter.contact,
            "words": invitation.words,
            "url": page("invitation", invitation.token),
            "is_reminder": invitation.times_sent > 1,
            "expires_at": invitation.expires_at,
        },
        purpose=INVITATION,
        key=invitation_key(invitation, invitation.times_sent),
        to=invitation.email,
        to_name=invitation.name,
        subject=_("You are invited to join %(network)s") % {"network": NetworkSettings.current().name},
        due_at=now,
    )


def write_ask_to_prove(asked: JoinRequest, *, now: datetime) -> None:
    """One link to prove the address; or, to an address that is proved, that the organisers have it."""
    write_email(
        "members/join_request",
        {"asked": asked, "url": page("join_prove", asked.token)},
        purpose="members.join_request",
        # Each asking is answered anew; how often one may ask is limited (actions.may_ask_to_join).
        key=uuid4().hex,
        to=asked.email,
        to_name=asked.name,
        subject=_("You asked to join %(network)s") % {"network": NetworkSettings.current().name},
        due_at=now,
    )


def write_join_known(to: str, *, is_suspended: bool, now: datetime) -> None:
    """They asked to join and need not: they have an account, or may come in with a code."""
    write_email(
        "members/join_known",
        {"url": page("account_login"), "is_suspended": is_suspended},
        purpose="members.join_known",
        key=uuid4().hex,
        to=to,
        subject=_("You asked to join %(network)s") % {"network": NetworkSettings.current().name},
        due_at=now,
    )


def write_decision(asked: JoinRequest, *, now: datetime) -> None:
    """Yes and how to come in; or no, why, and whom to ask."""
    subject = _("Welcome to %(network)s") if asked.is_accepted else _("You asked to join %(network)s")
    write_email(
        "members/join_accepted" if asked.is_accepted else "members/join_declined",
        {"asked": asked, "url": page("account_login")},
        purpose="members.join_decided",
        key=str(asked.uuid),
        to=asked.email,
        to_name=asked.name,
        subject=subject % {"network": NetworkSettings.current().name},
        due_at=now,
    )


def write_helper_asked(helper: Helper, *, now: datetime) -> None:
    """Would they stand beside this member? What it means, and a link."""
    _write_helper(helper, "asked", to=helper.email, to_name=helper.name, now=now)


def write_helper_began(helper: Helper, *, now: datetime) -> None:
    """To the member; the helper gets it as the first copy."""
    _write_helper(helper, "began", to=helper.member.email, to_name=helper.member.contact.first_name, now=now)


def write_helper_ended(helper: Helper, *, now: datetime) -> None:
    """To both, each on their own: the copies have stopped. Of a no at the start the member alone is told."""
    if helper.accepted_at is not None:
        _write_helper(helper, "ended", to=helper.email, to_name=helper.name, now=now)
    _write_helper(helper, "ended", to=helper.member.email, to_name=helper.member.contact.first_name, now=now)


def _write_helper(helper: Helper, what: str, *, to: str, to_name: str, now: datetime) -> None:
    subjects = {
        "asked": _("Would you help with emails from %(network)s?"),
        "began": _("Your emails from %(network)s now go to two people"),
        "ended": _("Emails from %(network)s go to one person again"),
    }
    write_email(
        f"members/helper_{what}",
        {"helper": helper, "contact": helper.member.contact, "url": page("helper_link", helper.token)},
        purpose=f"members.helper_{what}",
        key=f"{helper.uuid}:{'helper' if to == helper.email else 'member'}",
        to=to,
        to_name=to_name,
        subject=subjects[what] % {"network": NetworkSettings.current().name},
        due_at=now,
    )
