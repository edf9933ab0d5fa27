"""One's ways to sign in, and where one is signed in."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import members
from members.actions import addresses, second_factors, sessions, single_sign_on
from members.actions.passkeys import passkeys
from members.models import SignedInRequest, SignIn
from members.views.passkeys import named
from members.views.sign_in import show_again


@members
@require_safe
@never_cache
def sign_in_ways(request: SignedInRequest) -> HttpResponse:
    member, now = request.user, timezone.now()
    page = {
        "passkeys": [named(row) for row in passkeys(member)],
        "has_app": second_factors.has_app(member),
        "codes_left": len(second_factors.recovery_codes(member)),
        "addresses": member.second_addresses.all(),
        "identities": single_sign_on.identities(member),
        "providers": single_sign_on.not_linked(member),
        "sign_ins": SignIn.objects.open(member, now=now),
        "here": request.session.get(sessions.MARK),
    }
    return render(request, "members/sign_in_ways.html", page)


@members
@require_POST
def app_remove(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    if not second_factors.may_change(request, request.user):
        return show_again(request, "sign_in_ways")
    second_factors.remove_app(request, request.user, now=now)
    messages.success(request, _("The authenticator app is taken off"))
    return redirect("sign_in_ways")


@members
@require_POST
def recovery_codes_renew(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    if not second_factors.may_change(request, request.user):
        return show_again(request, "sign_in_ways")
    if not second_factors.has_second_factor(request.user):
        return redirect("second_factor")
    second_factors.make_new_codes(request.user, now=now)
    return redirect("recovery_codes")


@members
@require_POST
def second_address_remove(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    now = timezone.now()
    row = get_object_or_404(request.user.second_addresses, uuid=uuid)
    if not second_factors.may_change(request, request.user):
        return show_again(request, "sign_in_ways")
    addresses.remove_address(row, by=request.user, now=now)
    messages.success(request, _("The address is taken off. No code goes there any more"))
    return redirect("sign_in_ways")


@members
@require_POST
def sign_in_end(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Sign out one other browser. A session that was ended twice is ended."""
    row = get_object_or_404(request.user.sign_ins, uuid=uuid)
    sessions.end_sign_in(row, by=request.user)
    messages.success(request, _("That browser is signed out"))
    return redirect("sign_in_ways")


@members
@require_POST
def sign_out_everywhere(request: SignedInRequest) -> HttpResponse:
    sessions.sign_out_everywhere(request.user, by=request.user)
    sessions.sign_out_here(request)
    messages.success(request, _("You are signed out everywhere"))
    return redirect("account_login")
