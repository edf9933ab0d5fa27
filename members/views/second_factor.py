"""The second factor that staff pages ask for: an authenticator app, a passkey or a recovery code."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import get_totp_secret
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import members, require, second_factor_passed
from members.actions import second_factors
from members.actions.passkeys import passkeys
from members.actions.signing_in import has_failed_too_often, note_failure
from members.forms.sign_in import SecondFactorForm, SetUpForm
from members.models import SignedInRequest
from members.views.sign_in import show_again, too_many, wanted, with_wanted


@members
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_factor(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    if not second_factors.has_second_factor(request.user):
        return render(request, "mfa/second_factor_none.html", {"next": wanted(request, "")})
    if request.method == "POST" and has_failed_too_often(request, now=now):
        return too_many(request)
    form = SecondFactorForm(request.POST or None, member=request.user)
    if form.is_valid():
        second_factors.pass_second_factor(request, form.used)
        return redirect(wanted(request))
    if form.errors:
        note_failure(request, request.user, now=now)
    page = {"form": form, "next": wanted(request, ""), "demo_code": second_factors.demo_code(request.user)}
    page["has_passkey"] = passkeys(request.user).exists()
    return render(request, "mfa/second_factor.html", page)


@members
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_factor_set_up(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    if not second_factors.may_change(request, request.user):
        return show_again(request, "second_factor_set_up")
    if second_factors.has_app(request.user):
        return redirect("sign_in_ways")
    secret = get_totp_secret()
    form = SetUpForm(request.POST or None, secret=secret)
    if form.is_valid():
        second_factors.add_app(request, request.user, secret, now=now)
        return redirect(with_wanted("recovery_codes", request))
    page = {"form": form, "next": wanted(request, ""), "secret": spaced(secret)}
    page["address"] = get_adapter().build_totp_url(request.user, secret)
    return render(request, "mfa/second_factor_set_up.html", page)


@members
@require_safe
@never_cache
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Ten codes for the day the phone is lost. Shown after the second factor was passed, soon after they were made."""
    require(second_factor_passed(request))
    codes = second_factors.codes_to_show(request.user, now=timezone.now())
    page = {"codes": codes, "left": len(second_factors.recovery_codes(request.user)), "next": wanted(request)}
    return render(request, "mfa/recovery_codes.html", page)


def spaced(secret: str) -> str:
    """In groups of four, so that a person can copy it."""
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))
