"""The second factor that staff pages ask for: an authenticator app or a recovery code."""

from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import get_totp_secret
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import members, require, second_factor_passed
from members import actions
from members.forms.sign_in import SecondFactorForm, SetUpForm
from members.models import SignedInRequest
from members.views.sign_in import too_many, wanted, with_wanted


@members
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_factor(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    if not actions.has_second_factor(request.user):
        return render(request, "mfa/second_factor_none.html", {"next": wanted(request, "")})
    if request.method == "POST" and actions.has_failed_too_often(request, now=now):
        return too_many(request)
    form = SecondFactorForm(request.POST or None, member=request.user)
    if form.is_valid():
        actions.pass_second_factor(request, form.used)
        return redirect(wanted(request))
    if form.errors:
        actions.note_failure(request, request.user, now=now)
    page = {"form": form, "next": wanted(request, ""), "demo_code": actions.demo_code(request.user)}
    return render(request, "mfa/second_factor.html", page)


@members
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def second_factor_set_up(request: SignedInRequest) -> HttpResponse:
    if actions.has_second_factor(request.user):
        return redirect(with_wanted("second_factor", request))
    secret = get_totp_secret()
    form = SetUpForm(request.POST or None, secret=secret)
    if form.is_valid():
        actions.add_second_factor(request, request.user, secret)
        return redirect(with_wanted("recovery_codes", request))
    page = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "address": get_adapter().build_totp_url(request.user, secret),
        "next": wanted(request, ""),
    }
    return render(request, "mfa/second_factor_set_up.html", page)


@members
@require_safe
@never_cache
def recovery_codes(request: SignedInRequest) -> HttpResponse:
    """Ten codes for the day the phone is lost. Shown only after the second factor was passed."""
    require(second_factor_passed(request))
    page = {"codes": actions.recovery_codes(request.user), "next": wanted(request)}
    return render(request, "mfa/recovery_codes.html", page)
