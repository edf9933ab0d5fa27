"""Signing in through another organisation, and linking the account there with the one here."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import everyone, members
from collab.kit.openid import Person, Provider, Refused
from members.actions import single_sign_on as sso
from members.actions.second_factors import may_change
from members.actions.signing_in import has_failed_too_often, may_go_elsewhere, note_failure
from members.models import Member, SignedInRequest
from members.views.sign_in import show_again, too_many, wanted


@everyone
@require_POST
@never_cache
def single_sign_on(request: HttpRequest, slug: str) -> HttpResponse:
    """On the way to the other organisation. A page of ours stands between, since a form may lead to us alone."""
    provider = provider_or_404(slug)
    if request.user.is_authenticated:
        return redirect(wanted(request))
    if not may_go_elsewhere(request, now=timezone.now()):
        return too_many(request)
    return leave(request, provider, wanted(request), None)


@members
@require_POST
@never_cache
def outside_identity_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same way, to link an account there with this one."""
    provider = provider_or_404(slug)
    if not may_change(request, request.user):
        return show_again(request, "sign_in_ways")
    return leave(request, provider, "", request.user)


@everyone
@require_safe
@never_cache
def single_sign_on_return(request: HttpRequest, slug: str) -> HttpResponse:
    """Back from there. It is a GET, and counts once, in the browser that began it."""
    provider, now = provider_or_404(slug), timezone.now()
    if has_failed_too_often(request, now=now):
        return too_many(request)
    try:
        kept = sso.pending(request)
        person = sso.person_who_came_back(request, provider, kept)
        return arrive(request, provider, person, kept)
    except Refused as refusal:
        note_failure(request, None, now=now, way="sso", reason=str(refusal)[:40])
        return render(request, "account/single_sign_on_refused.html", {"provider": provider}, status=403)
    except sso.HasAccount:
        return render(request, "account/single_sign_on_known.html", {"provider": provider, "email": person.email})


@members
@require_POST
def outside_identity_remove(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    row, now = get_object_or_404(request.user.outside_identities, uuid=uuid), timezone.now()
    if not may_change(request, request.user):
        return show_again(request, "sign_in_ways")
    sso.unlink(row, by=request.user, now=now)
    messages.success(request, _("That way to sign in is taken off"))
    return redirect("sign_in_ways")


def provider_or_404(slug: str) -> Provider:
    provider = sso.provider_called(slug)
    if provider is None:
        raise Http404
    return provider


def leave(request: HttpRequest, provider: Provider, next_url: str, member: Member | None) -> HttpResponse:
    """A page that goes on by itself, with a link for those whose browser does not."""
    try:
        address = sso.start(request, provider, next_url, member=member)
    except Refused as refusal:
        note_failure(request, member, now=timezone.now(), way="sso", reason=str(refusal)[:40])
        return render(request, "account/single_sign_on_refused.html", {"provider": provider}, status=503)
    return render(request, "account/single_sign_on_leave.html", {"provider": provider, "address": address})


def arrive(request: HttpRequest, provider: Provider, person: Person, kept: dict[str, str]) -> HttpResponse:
    """Link, where a member began it; else sign in."""
    now = timezone.now()
    if kept["links"]:
        if not isinstance(request.user, Member) or str(request.user.uuid) != kept["links"]:
            raise Refused("another member")
        sso.link(request.user, person, now=now)
        messages.success(request, _("You can now sign in through %(name)s") % {"name": provider.name})
        return redirect("sign_in_ways")
    return sso.sign_in_as(request, sso.member_for(provider, person, now=now), person, kept["next"], now=now)
