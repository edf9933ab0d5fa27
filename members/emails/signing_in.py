"""The emails about signing in, and about changes of the ways to sign in."""

from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from commons.models import NetworkSettings
from members.emails.addresses import page
from members.models import Contact, Member, Role, SecondAddress
from outbox.actions import write_email

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
# What the other organisers read about two of them.
WAYS_BACK = {
    "second_factor_reset": gettext_lazy("%(by)s checked who %(name)s is, and took off their second step and passkeys."),
    "address_added": gettext_lazy("%(by)s checked who %(name)s is, and added another address. Codes go there too."),
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
                "url": page("sign_in_ways"),
            },
            purpose="members.sign_in_changed",
            # Each change is told, however often the same one is made.
            key=uuid4().hex,
            to=to,
            to_name=member.contact.first_name,
            subject=_("A way into your account has changed"),
            due_at=now,
        )


def write_way_back(member: Member, change: str, *, by: Member, now: datetime) -> None:
    """Tell every other organiser that one of them let somebody back in. What was added is for that person's page."""
    organisers = Member.objects.holding(Role.ADMIN).filter(is_active=True).exclude(pk__in=[by.pk, member.pk])
    names = {"by": by.contact.name, "name": member.contact.name}
    for reader in organisers:
        write_email(
            "members/way_back",
            {"what": WAYS_BACK[change] % names, "url": page("member_sign_in", member.uuid)},
            purpose="members.way_back",
            # Each is told, however often it is done.
            key=f"{member.uuid}:{uuid4().hex}",
            to=reader.email,
            to_name=reader.contact.first_name,
            subject=_("An organiser let somebody back in"),
            due_at=now,
        )


def write_codes(typed: str, code: str, *, now: datetime) -> None:
    """To the address that was typed; if that is a member's first one, to those an organiser added as well."""
    second = SecondAddress.objects.filter(member__email=typed.strip().lower()).values_list("email", flat=True)
    for to in [typed, *second]:
        write_code(to, code, now=now)


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
