"""Signing in: who may try, how often, and what begins when it works. The steps themselves are django-allauth's."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.stages import LoginByCodeStage, LoginStageController
from allauth.mfa.base.internal.flows import post_authentication
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    clear_totp_secret,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest

from collab.kit.access import SECOND_FACTOR_LASTS
from commons.models import audit, is_used_up, within_limit
from members.models import Leaving, Member, Place, Profile, Topic

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FAILURES_A_MINUTE = 10


def may_ask_for_code(request: HttpRequest, email: str, *, now: datetime) -> bool:
    """Count this asking; a hall full of people shares one connection, an address belongs to one person."""
    return (
        within_limit("members.code.from", client(request), at_most=30, per=MINUTE, now=now)
        and within_limit("members.code.minute", email.lower(), at_most=5, per=MINUTE, now=now)
        and within_limit("members.code.hour", email.lower(), at_most=40, per=HOUR, now=now)
    )


def has_failed_too_often(request: HttpRequest, *, now: datetime) -> bool:
    """Ten failed tries a minute from one connection; the eleventh is not looked at."""
    return is_used_up("members.failed", client(request), at_most=FAILURES_A_MINUTE, per=MINUTE, now=now)


def note_failure(request: HttpRequest, member: Member | None, *, now: datetime) -> None:
    """Count a failed try and put it in the log."""
    within_limit("members.failed", client(request), at_most=FAILURES_A_MINUTE, per=MINUTE, now=now)
    audit("members.sign_in_failed", by=None, kind="member", target=member.uuid if member else None)


def client(request: HttpRequest) -> str:
    """Where a request comes from. Without a proxy of ours, X-Forwarded-For is anybody's word and is not read."""
    return str(get_adapter().get_client_ip(request))


def send_code(request: HttpRequest, email: str) -> None:
    """Write a code to a member; to anyone else, that there is no account. This page cannot tell which."""
    member = Member.objects.who_signs_in_with(email)
    LoginCodeVerificationProcess.initiate(request=request, user=member, email=email)


def code_in_hand(request: HttpRequest) -> LoginCodeVerificationProcess | None:
    """The code this browser was sent, while it lives."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return LoginCodeVerificationProcess.resume(stage) if stage else None


@transaction.atomic
def begin_session(request: HttpRequest, member: Member, *, now: datetime) -> None:
    """They have shown that the address is theirs. Staff roles stay signed in for twelve hours."""
    if member.is_staff_role:
        request.session.set_expiry(SECOND_FACTOR_LASTS)
    member.contact.verify_email(at=now)
    # Whoever signs in has not left. If somebody else asked for it, this is how the owner stops them.
    Leaving.objects.stop(member.contact, at=now)
    audit("members.sign_in", by=member.uuid, kind="member", target=member.uuid)


def has_second_factor(member: Member) -> bool:
    return bool(Authenticator.objects.filter(user=member, type=Authenticator.Type.TOTP).exists())


def authenticators(member: Member) -> Iterator[Authenticator]:
    """Their authenticator app and their recovery codes."""
    yield from Authenticator.objects.filter(user=member).exclude(type=Authenticator.Type.WEBAUTHN).order_by("-type")


@transaction.atomic
def add_second_factor(request: HttpRequest, member: Member, secret: str) -> None:
    """Keep the secret of their authenticator app, make recovery codes, and count this as passed."""
    authenticator = TOTP.activate(member, secret).instance
    RecoveryCodes.activate(member)
    clear_totp_secret(request)
    audit("members.second_factor_added", by=member.uuid, kind="member", target=member.uuid)
    pass_second_factor(request, authenticator)


def pass_second_factor(request: HttpRequest, authenticator: Authenticator) -> None:
    """From here on, and for twelve hours, staff pages open in this session."""
    post_authentication(request, authenticator)
    request.session.cycle_key()
    request.session.set_expiry(SECOND_FACTOR_LASTS)


def recovery_codes(member: Member) -> list[str]:
    """Those not used yet."""
    row = Authenticator.objects.filter(user=member, type=Authenticator.Type.RECOVERY_CODES).first()
    return list(RecoveryCodes(row).get_unused_codes()) if row else []


def give_demo_second_factor(member: Member) -> None:
    """Let an invented member of staff pass without a phone: the page shows their code, in the demo only."""
    Authenticator.objects.update_or_create(
        user=member,
        type=Authenticator.Type.TOTP,
        defaults={"data": {"secret": generate_totp_secret(), "is_demo": True}},
    )


def demo_code(member: Member) -> str:
    """The code that an app would show, one not used yet. Empty outside the demo and for everyone else."""
    row = Authenticator.objects.filter(user=member, type=Authenticator.Type.TOTP, data__is_demo=True).first()
    if not settings.DEMO or row is None:
        return ""
    before, now, after = (hotp_value(row.data["secret"], counter) for counter in yield_hotp_counters_from_time())
    codes = [format_hotp_value(value) for value in (now, after, before)]
    return next((code for code in codes if not cache.get(TOTP(row)._get_used_cache_key(code))), "")


@transaction.atomic
def change_profile(
    profile: Profile, *, name: str, cares_about: QuerySet[Topic], places: QuerySet[Place], **_: object
) -> None:
    """Save what they say of themselves, and their name, which stands on their contact."""
    profile.save()
    profile.cares_about.set(cares_about)
    profile.places.set(places)
    profile.member.contact.rename(name)
