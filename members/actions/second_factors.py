"""The second factor: an authenticator app or a passkey, and the recovery codes for a day without them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

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
from django.http import HttpRequest
from django.utils import timezone

from collab.kit.fresh import signed_in_lately
from collab.kit.sealed import seal, unseal
from commons.models import audit
from members.actions.sessions import change_key, end_sessions
from members.emails.signing_in import write_change, write_way_back
from members.models import Member

APP, CODES, PASSKEY = Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES, Authenticator.Type.WEBAUTHN
# Long enough to print them after a reload, short enough that a page left open shows nothing tomorrow.
CODES_SHOWN = timedelta(minutes=15)


def has_app(member: Member) -> bool:
    """Whether an authenticator app is set up."""
    return bool(Authenticator.objects.filter(user=member, type=APP).exists())


def has_second_factor(member: Member) -> bool:
    """Whether an authenticator app or a passkey is set up."""
    return bool(Authenticator.objects.filter(user=member, type__in=[APP, PASSKEY]).exists())


def authenticators(member: Member) -> Iterator[Authenticator]:
    """Their authenticator app and their recovery codes."""
    yield from Authenticator.objects.filter(user=member, type__in=[APP, CODES]).order_by("-type")


def may_change(request: HttpRequest, member: Member) -> bool:
    """Whether they showed just now who they are, with the second factor where they have one."""
    return signed_in_lately(request, needs_second=has_second_factor(member))


@transaction.atomic
def add_app(request: HttpRequest, member: Member, secret: str, *, now: datetime) -> None:
    """Keep the secret of their app, make recovery codes, and count this as passed. The first one stands."""
    Member.objects.lock(member)
    if has_app(member):
        return
    authenticator = TOTP.activate(member, secret).instance
    renew_codes(member)
    clear_totp_secret(request)
    audit("members.second_factor_added", by=member.uuid, kind="member", target=member.uuid)
    write_change(member, "app_added", now=now)
    end_sessions(member, but=request)
    pass_second_factor(request, authenticator)


@transaction.atomic
def remove_app(request: HttpRequest, member: Member, *, now: datetime) -> None:
    """Take the authenticator app off. Doing it twice equals doing it once."""
    gone, _kinds = Authenticator.objects.filter(user=member, type=APP).delete()
    if gone:
        drop_idle_codes(member)
        audit("members.second_factor_removed", by=member.uuid, kind="member", target=member.uuid)
        write_change(member, "app_removed", now=now)
        end_sessions(member, but=request)


@transaction.atomic
def reset_second_factor(member: Member, *, check: str, by: Member, now: datetime) -> None:
    """Another organiser has checked who they are: all of it goes, and every session. They and the others are told."""
    Authenticator.objects.filter(user=member).delete()
    audit("members.second_factor_reset", by=by.uuid, kind="member", target=member.uuid, check=check)
    write_change(member, "second_factor_reset", now=now)
    write_way_back(member, "second_factor_reset", by=by, now=now)
    end_sessions(member)


def pass_second_factor(request: HttpRequest, authenticator: Authenticator) -> None:
    """From here on staff pages open in this session, for twelve hours at most."""
    post_authentication(request, authenticator)
    change_key(request)


@transaction.atomic
def make_new_codes(member: Member, *, now: datetime) -> None:
    """Ten new recovery codes; the ones before stop working."""
    renew_codes(member)
    audit("members.recovery_codes_made", by=member.uuid, kind="member", target=member.uuid)
    write_change(member, "codes_made", now=now)


def renew_codes(member: Member) -> None:
    """Ten codes that nobody has seen."""
    Authenticator.objects.filter(user=member, type=CODES).delete()
    RecoveryCodes.activate(member)


def drop_idle_codes(member: Member) -> None:
    """Without an app and a passkey there is nothing that recovery codes stand in for."""
    if not has_second_factor(member):
        Authenticator.objects.filter(user=member, type=CODES).delete()


def recovery_codes(member: Member) -> list[str]:
    """Those not used yet."""
    row = Authenticator.objects.filter(user=member, type=CODES).first()
    return list(RecoveryCodes(row).get_unused_codes()) if row else []


def codes_to_show(member: Member, *, now: datetime) -> list[str]:
    """Those not used yet, for a quarter of an hour after they were made; after that, nobody reads them here."""
    made = Authenticator.objects.filter(user=member, type=CODES, created_at__gt=now - CODES_SHOWN)
    return recovery_codes(member) if made.exists() else []


def give_demo_second_factor(member: Member) -> None:
    """Let an invented member of staff pass without a phone: the page shows their code, in the demo only."""
    Authenticator.objects.update_or_create(
        user=member,
        type=APP,
        defaults={"data": {"secret": seal(generate_totp_secret()), "is_demo": True}, "created_at": timezone.now()},
    )


def demo_code(member: Member) -> str:
    """The code that an app would show, one not used yet. Empty outside the demo and for everyone else."""
    row = Authenticator.objects.filter(user=member, type=APP, data__is_demo=True).first()
    if not settings.DEMO or row is None:
        return ""
    secret = unseal(row.data["secret"])
    before, now, after = (hotp_value(secret, counter) for counter in yield_hotp_counters_from_time())
    codes = [format_hotp_value(value) for value in (now, after, before)]
    return next((code for code in codes if not cache.get(TOTP(row)._get_used_cache_key(code))), "")
