"""Passkeys: made after a good sign-in, used in place of the code. The cryptography is django-allauth's and fido2's."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from allauth.account.internal.flows.login import perform_login
from allauth.account.models import Login
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from django.core import signing
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse

from commons.models import audit
from members.actions.second_factors import PASSKEY, drop_idle_codes, pass_second_factor, renew_codes
from members.actions.sessions import end_sessions
from members.emails.signing_in import write_change
from members.models import Member

OFFER_AGAIN_AFTER = timedelta(days=90)
NAME_LENGTH = 60
# The cookie that holds the challenge, and its salt.
CHALLENGE, CHALLENGE_LASTS = "passkey", timedelta(minutes=15)


def webauthn() -> Any:
    """What django-allauth does with passkeys. It is read when the first one is used."""
    from allauth.mfa.webauthn.internal import auth  # noqa: PLC0415 - with fido2 and cryptography it is 11 MiB

    return auth


def passkeys(member: Member) -> QuerySet[Authenticator]:
    """Theirs, in the order in which they were made."""
    rows: QuerySet[Authenticator] = Authenticator.objects.filter(user=member, type=PASSKEY).order_by("created_at")
    return rows


def passkey(member: Member, uuid: UUID) -> QuerySet[Authenticator]:
    """That one of theirs, as rows: none when it is somebody else's."""
    return passkeys(member).filter(data__uuid=str(uuid))


def options_to_make(member: Member) -> dict[str, Any]:
    """What the browser needs to make one. It must check who holds the device: only so is it a second factor too."""
    return dict(webauthn().begin_registration(member, True))


def options_to_use(member: Member | None, *, now: datetime) -> tuple[dict[str, Any], str]:
    """What the browser needs to use one, theirs or for a visitor any that it keeps; and what it must bring back.

    The challenge is kept in the browser, signed: every visitor of the page with the email box is given one, and a
    row for each would be anybody's to make.
    """
    auth = webauthn()
    theirs = auth.get_credentials(member) if member else []
    options, state = auth.get_server().authenticate_begin(
        theirs, user_verification=auth.UserVerificationRequirement.REQUIRED
    )
    return dict(options), signing.dumps({"state": state, "at": now.timestamp()}, salt=CHALLENGE)


def passkey_used(member: Member | None, answer: dict[str, Any], challenge: str) -> Authenticator:
    """Which one answered. ValueError when none did: another key, site or challenge, or no finger was asked for."""
    auth = webauthn()
    auth.parse_authentication_response(answer)
    owner = member or auth.extract_user_from_response(answer)
    kept = signing.loads(challenge, salt=CHALLENGE, max_age=CHALLENGE_LASTS)
    found = auth.get_server().authenticate_complete(kept["state"], auth.get_credentials(owner), answer)
    row: Authenticator | None = auth.get_authenticator_by_credential_id(owner, found.credential_id)
    # A challenge from before its last use was used, or is not needed any more.
    if row is None or (row.last_used_at and row.last_used_at.timestamp() >= kept["at"]):
        raise ValueError("used before")
    return row


@transaction.atomic
def add_passkey(request: HttpRequest, member: Member, credential: dict[str, Any], name: str, *, now: datetime) -> None:
    """Keep a passkey that the form has checked. Making it has shown who they are, so it counts as passed."""
    Member.objects.lock(member)
    if passkeys(member).filter(data__credential__id=credential["id"]).exists():
        return
    row = webauthn().WebAuthn.add(member, name, credential).instance
    row.data["uuid"] = str(uuid4())
    row.save(update_fields=["data"])
    if member.is_staff_role and not Authenticator.objects.filter(user=member).exclude(type=PASSKEY).exists():
        renew_codes(member)
    audit("members.passkey_added", by=member.uuid, kind="member", target=member.uuid)
    write_change(member, "passkey_added", now=now)
    end_sessions(member, but=request)
    pass_second_factor(request, row)


def rename_passkey(row: Authenticator, name: str) -> None:
    """What its owner calls it."""
    row.data["name"] = name
    row.save(update_fields=["data"])


@transaction.atomic
def remove_passkey(request: HttpRequest, member: Member, uuid: UUID, *, now: datetime) -> None:
    """Take it off. Doing it twice equals doing it once."""
    gone, _kinds = passkey(member, uuid).delete()
    if gone:
        drop_idle_codes(member)
        audit("members.passkey_removed", by=member.uuid, kind="member", target=member.uuid)
        write_change(member, "passkey_removed", now=now)
        end_sessions(member, but=request)


def sign_in_with_passkey(request: HttpRequest, row: Authenticator, next_url: str) -> HttpResponse:
    """A passkey that checked its owner is both factors at once."""
    post_authentication(request, row, passwordless=True)
    answer: HttpResponse = perform_login(request, Login(user=row.user, redirect_url=next_url))
    return answer


def offer_passkey(member: Member, *, now: datetime) -> bool:
    """Whether to offer one now; and if so, not again for a while."""
    lately = member.passkey_offered_at and member.passkey_offered_at > now - OFFER_AGAIN_AFTER
    if lately or passkeys(member).exists():
        return False
    member.passkey_offered_at = now
    member.save(update_fields=["passkey_offered_at"])
    return True
