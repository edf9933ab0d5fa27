"""The emails about signing in, joining, a trusted person beside someone, and where people work."""

from collections.abc import Iterable
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commons.models import NetworkSettings
from members.models import Affiliation, Contact, Helper, Invitation, JoinRequest, Member, SecondAddress
from outbox.actions import write_email

INVITATION = "members.invitation"
# What happened, in one sentence. The email says when, what it means, and whom to ring if it was somebody else.
CHANGES = {
    "app_added": gettext_lazy("An authenticator app was added to your account, as a second step."),
    "app_removed": gettext_lazy("The authenticator app was taken off your account."),
    "passkey_added": gettext_lazy("A passkey was added to your account. It signs you in without a code."),
    "passkey_removed": gettext_lazy("A passkey was taken off your account."),
    "codes_made": gettext_lazy("New recovery codes were made for your account. The ones before no longer work."),
    "second_factor_reset": gettext_lazy(
        "An organiser checked who you are, and took your second step and your passkeys off. You can set up new ones."
    ),
    "address_added": gettext_lazy(
        "An organiser checked who you are, and added the address %(detail)s to your account."
    ),
    "address_removed": gettext_lazy("The address %(detail)s was taken off your account."),
    "identity_linked": gettext_lazy("You can now sign in through %(detail)s."),
    "identity_removed": gettext_lazy("You can no longer sign in through %(detail)s."),
    "became_admin": gettext_lazy("Your account may now run this network. You are its first organiser."),
}
ENDS_SESSIONS = {"app_added", "app_removed", "passkey_added", "passkey_removed", "second_factor_reset"}


def write_change(member: Member, change: str, *, now: datetime, detail: str = "", also_to: str = "") -> None:
    """Tell a member that a way into their account has changed, at each of their addresses."""
    addresses = [*member.addresses(), *([also_to] if also_to else [])]
    for to in dict.fromkeys(addresses):
        write_email(
            "members/sign_in_changed",
            {
                "what": CHANGES[change] % {"detail": detail},
                "ends_sessions": change in ENDS_SESSIONS,
                "url": f"{settings.PUBLIC_URL}{reverse('sign_in_ways')}",
            },
            purpose="members.sign_in_changed",
            # Each change is told, however often the same one is made.
            key=uuid4().hex,
            to=to,
            to_name=member.contact.first_name,
            subject=_("A way into your account has changed"),
            due_at=now,
        )


def write_codes(typed: str, code: str, *, now: datetime) -> None:
    """To the address that was typed; if that is a member's first one, to those an organiser added as well."""
    second = SecondAddress.objects.filter(member__email=typed.strip().lower()).values_list("email", flat=True)
    for to in [typed, *second]:
        write_code(to, code, now=now)


def page(name: str, *args: object) -> str:
    """The whole address of a page of ours."""
    return f"{settings.PUBLIC_URL}{reverse(name, args=args)}"


def write_code(to: str, code: str, *, now: datetime, is_joining: bool = False) -> None:
    """The code stands first in the subject, so that it can be read without opening the email."""
    spaced = f"{code[:3]} {code[3:]}"
    known = Contact.objects.with_email(to).first()
    write_email(
        "members/code",
        {"code": spaced, "minutes": settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT // 60, "is_joining": is_joining},
        purpose="members.code",
        # Each code is asked for anew, so each is a reason of its own.
        key=uuid4().hex,
        to=to,
        to_name=known.first_name if known else "",
        subject=_("%(code)s is your code for %(network)s")
        % {"code": spaced, "network": NetworkSettings.current().name},
        due_at=now,
        is_secret=True,
    )


def write_no_account(to: str, *, now: datetime) -> None:
    """Somebody asked for a code with an address we do not know: say so there, and nowhere else."""
    write_email(
        "members/no_account",
        {"url": page("account_login"), "join_url": page("join")},
        purpose="members.no_account",
        key=uuid4().hex,
        to=to,
        subject=_("You have no account with %(network)s yet") % {"network": NetworkSettings.current().name},
        due_at=now,
        is_secret=True,
    )


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
def tell_deciders(tie: Affiliation, deciders: Iterable[Member], *, at: datetime) -> None:
    """Somebody says that they work there: ask those who know."""
    path = reverse("affiliation_list", args=[tie.organisation.slug])
    for member in deciders:
        write_email(
            "members/affiliation_asked",
            {"asker": tie.contact, "organisation": tie.organisation, "url": f"{settings.PUBLIC_URL}{path}"},
            purpose="members.affiliation_asked",
            key=f"{tie.uuid}:{member.uuid}",
            to=member.email,
            to_name=member.contact.first_name,
            subject=_("Does %(name)s work with you?") % {"name": tie.contact.name},
            due_at=at,
        )


def tell_asker(tie: Affiliation, *, at: datetime) -> None:
    """The answer, with what to do where it is no."""
    is_yes = tie.state == Affiliation.State.CONFIRMED
    words = _("You are at %(name)s") if is_yes else _("%(name)s could not confirm that you work there")
    write_email(
        "members/affiliation_decided",
        {
            "is_yes": is_yes,
            "organisation": tie.organisation,
            "url": f"{settings.PUBLIC_URL}{tie.organisation.get_absolute_url()}",
        },
        purpose="members.affiliation_decided",
        key=str(tie.uuid),
        to=tie.contact.email,
        to_name=tie.contact.first_name,
        subject=words % {"name": tie.organisation.name},
        due_at=at,
    )
