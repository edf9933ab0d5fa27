"""Passkeys: make one, use one, rename it, take it off."""

from uuid import UUID

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import everyone, members, require
from collab.kit.browsers import in_words
from members.actions import passkeys
from members.actions.second_factors import may_change, pass_second_factor
from members.actions.signing_in import has_failed_too_often, note_failure
from members.forms.passkeys import NOT_KNOWN, NameForm, PasskeyForm, PasskeyUseForm
from members.models import Member, SignedInRequest
from members.views.sign_in import show_again, too_many, wanted, with_wanted


@everyone
@require_POST
def passkey_use_options(request: HttpRequest) -> HttpResponse:
    """A challenge for the browser, for one use. Nothing is written: a script asks for it where a page is only read."""
    options, challenge = passkeys.options_to_use(signed_in(request), now=timezone.now())
    answer = JsonResponse(options)
    answer.set_cookie(
        passkeys.CHALLENGE,
        challenge,
        max_age=passkeys.CHALLENGE_LASTS,
        path="/sign-in/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )
    return answer


@everyone
@require_POST
@never_cache
def passkey_use(request: HttpRequest) -> HttpResponse:
    """Sign in; or, where somebody is signed in already, pass their second factor."""
    now, member = timezone.now(), signed_in(request)
    if has_failed_too_often(request, now=now):
        return too_many(request)
    form = PasskeyUseForm(request.POST, member=member, challenge=request.COOKIES.get(passkeys.CHALLENGE, ""))
    if not form.is_valid():
        note_failure(request, member, now=now)
        messages.info(request, NOT_KNOWN)
        return redirect(with_wanted("second_factor" if member else "account_login", request))
    row = form.cleaned_data["credential"]
    if member is None:
        return passkeys.sign_in_with_passkey(request, row, wanted(request))
    pass_second_factor(request, row)
    return redirect(wanted(request))


@members
@require_POST
def passkey_make_options(request: SignedInRequest) -> HttpResponse:
    """A challenge for the browser to make one with, for those who showed just now who they are."""
    require(may_change(request, request.user))
    return JsonResponse(passkeys.options_to_make(request.user))


@members
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def passkey_create(request: SignedInRequest) -> HttpResponse:
    """Offered after a good sign-in, and from the page of one's ways to sign in."""
    now = timezone.now()
    if not may_change(request, request.user):
        return show_again(request, "passkey_create")
    here = in_words(request.headers.get("User-Agent", ""))
    form = PasskeyForm(request.POST or None, initial={"name": here})
    if form.is_valid():
        made, name = form.cleaned_data["credential"], form.cleaned_data["name"]
        passkeys.add_passkey(request, request.user, made, name, now=now)
        messages.success(request, _("Your passkey is made. It signs you in without a code"))
        return redirect(wanted(request, "sign_in_ways"))
    return render(request, "members/passkey_create.html", {"form": form, "next": wanted(request, "")})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def passkey_edit(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    row = get_object_or_404(passkeys.passkey(request.user, uuid))
    form = NameForm(request.POST or None, initial={"name": row.data["name"]})
    if form.is_valid():
        passkeys.rename_passkey(row, form.cleaned_data["name"])
        messages.success(request, _("The passkey has a new name"))
        return redirect("sign_in_ways")
    return render(request, "members/passkey_edit.html", {"form": form, "passkey": named(row)})


@members
@require_POST
def passkey_remove(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    get_object_or_404(passkeys.passkey(request.user, uuid))
    if not may_change(request, request.user):
        return show_again(request, "sign_in_ways")
    passkeys.remove_passkey(request, request.user, uuid, now=now)
    messages.success(request, _("The passkey no longer signs you in. Delete it on your device too"))
    return redirect("sign_in_ways")


def signed_in(request: HttpRequest) -> Member | None:
    """Who is signed in, if anybody is."""
    return request.user if isinstance(request.user, Member) else None


def named(row: Authenticator) -> dict[str, object]:
    """What a list shows of a passkey."""
    return {
        "uuid": row.data["uuid"],
        "name": row.data["name"],
        "made_at": row.created_at,
        "used_at": row.last_used_at,
    }
