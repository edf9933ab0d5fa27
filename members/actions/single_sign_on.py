"""Signing in through another organisation: who somebody is there, and which account that is here."""

import time
from dataclasses import asdict
from datetime import datetime

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from collab.kit.openid import Attempt, Person, Provider, Refused, address_of_start, person_from
from commons.models import audit
from members.actions.addresses import lock_address
from members.emails.signing_in import write_change
from members.models import Member, OutsideIdentity

PENDING = "single_sign_on"
GOOD_FOR_SECONDS = 600
LONGEST_EMAIL = 254


class HasAccount(Exception):
    """Somebody here has this address. They sign in with a code first, and then link the two."""


def providers() -> list[Provider]:
    """As the settings list them."""
    return [Provider(**{**row, "domains": tuple(row.get("domains", ()))}) for row in settings.OIDC_PROVIDERS]


def provider_called(slug: str) -> Provider | None:
    """The one whose buttons lead to this address."""
    return next((provider for provider in providers() if provider.id == slug), None)


def name_of(issuer: str) -> str:
    """What people call it; one that was taken out of the settings has its address alone."""
    return next((provider.name for provider in providers() if provider.issuer == issuer), issuer)


def identities(member: Member) -> list[tuple[OutsideIdentity, str]]:
    """Theirs, each with the name of its organisation."""
    return [(row, name_of(row.issuer)) for row in member.outside_identities.all()]


def not_linked(member: Member) -> list[Provider]:
    """The providers that they could still add."""
    linked = set(member.outside_identities.values_list("issuer", flat=True))
    return [provider for provider in providers() if provider.issuer not in linked]


def start(request: HttpRequest, provider: Provider, next_url: str, *, member: Member | None = None) -> str:
    """Keep in this browser's session what its answer must fit, and say where it goes. `member` links, None signs in."""
    attempt = Attempt.new()
    address = address_of_start(provider, attempt, address_of_return(provider))
    # One at a time: a second start makes the first one's answer worthless.
    request.session[PENDING] = {
        **asdict(attempt),
        "issuer": provider.issuer,
        "next": next_url,
        "links": str(member.uuid) if member else "",
        "at": time.time(),
    }
    return address


def address_of_return(provider: Provider) -> str:
    """The address that the provider is told to send people back to, the same on every machine."""
    return f"{settings.PUBLIC_URL}{reverse('single_sign_on_return', args=[provider.id])}"


def pending(request: HttpRequest) -> dict[str, str]:
    """What this browser began, for one answer. Refused when it began nothing lately."""
    kept = request.session.pop(PENDING, None)
    if not kept or time.time() - kept["at"] > GOOD_FOR_SECONDS:
        raise Refused("nothing began here")
    return dict(kept)


def person_who_came_back(request: HttpRequest, provider: Provider, kept: dict[str, str]) -> Person:
    """Who the provider says they are, once all of it holds."""
    if kept["issuer"] != provider.issuer:
        raise Refused("another provider")
    attempt = Attempt(kept["state"], kept["nonce"], kept["verifier"])
    return person_from(provider, attempt, request.GET.dict(), address_of_return(provider))


def member_for(provider: Provider, person: Person, *, now: datetime) -> Member:
    """The account of this identity, or a new one. An address alone opens no account that is here already."""
    known = known_identity(person)
    member = known.member if known else join_through(provider, person, now=now)
    if not member.is_active:
        raise Refused("suspended")
    return member


def known_identity(person: Person) -> OutsideIdentity | None:
    """By issuer and subject, and by nothing else."""
    return OutsideIdentity.objects.filter(issuer=person.issuer, subject=person.subject).first()


@transaction.atomic
def join_through(provider: Provider, person: Person, *, now: datetime) -> Member:
    """A new member with a checked address, no role, and this identity. Two answers at once make one member."""
    may_join(provider, person)
    lock_address(person.email)
    if known := known_identity(person):
        return known.member
    if Member.objects.has_address(person.email):
        raise HasAccount
    member = Member.objects.create_user(person.email, name=person.name[:120])
    member.contact.verify_email(at=now)
    OutsideIdentity.objects.create(member=member, issuer=person.issuer, subject=person.subject, linked_at=now)
    audit("members.joined", by=member.uuid, kind="member", target=member.uuid, way="sso")
    return member


def may_join(provider: Provider, person: Person) -> None:
    """Refused unless the address has one of the provider's own domains, where the settings name them."""
    if len(person.email) > LONGEST_EMAIL:
        raise Refused("email")
    if provider.domains and person.email.rpartition("@")[2] not in provider.domains:
        raise Refused("domain")


def sign_in_as(request: HttpRequest, member: Member, person: Person, next_url: str, *, now: datetime) -> HttpResponse:
    """What a second factor guards still asks for it: another organisation's word is one factor."""
    OutsideIdentity.objects.filter(issuer=person.issuer, subject=person.subject).update(used_at=now)
    record_authentication(request, member, "socialaccount")
    answer: HttpResponse = perform_login(request, Login(user=member, redirect_url=next_url))
    return answer


@transaction.atomic
def link(member: Member, person: Person, *, now: datetime) -> None:
    """Somebody signed in here, and there just now: the two are one person. Twice equals once."""
    Member.objects.lock(member)
    known = known_identity(person)
    if known and known.member_id != member.pk:
        raise Refused("linked to somebody else")
    if known:
        return
    if member.outside_identities.filter(issuer=person.issuer).exists():
        raise Refused("another one is linked")
    OutsideIdentity.objects.create(member=member, issuer=person.issuer, subject=person.subject, linked_at=now)
    audit("members.outside_identity_linked", by=member.uuid, kind="member", target=member.uuid)
    write_change(member, "identity_linked", now=now, detail=name_of(person.issuer))


@transaction.atomic
def unlink(row: OutsideIdentity, *, by: Member, now: datetime) -> None:
    """It no longer signs them in. Their address and its code still do."""
    row.delete()
    audit("members.outside_identity_removed", by=by.uuid, kind="member", target=row.member.uuid)
    write_change(row.member, "identity_removed", now=now, detail=name_of(row.issuer))
