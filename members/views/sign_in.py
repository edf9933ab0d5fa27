"""Signing in with a code by email, and signing out."""

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import everyone, members
from members.actions.second_factors import has_second_factor
from members.actions.sessions import sign_out_here
from members.actions.signing_in import code_in_hand, has_failed_too_often, may_ask_for_code, note_failure, send_code
from members.actions.single_sign_on import providers
from members.forms.sign_in import CodeForm, SignInForm
from members.models import SignedInRequest
from outbox.models import BouncedAddress


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    if request.user.is_authenticated:
        return redirect(wanted(request))
    form = SignInForm(request.POST or None, initial={"email": request.GET.get("email", "")[:254]})
    if form.is_valid():
        email = form.cleaned_data["email"]
        if not may_ask_for_code(request, email, now=timezone.now()):
            return too_many(request)
        send_code(request, email)
        return redirect(with_wanted("account_confirm_login_code", request))
    page = {"form": form, "next": wanted(request, ""), "providers": providers()}
    return render(request, "account/sign_in.html", page)


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in_code(request: HttpRequest) -> HttpResponse:
    if request.method == "POST" and has_failed_too_often(request, now=timezone.now()):
        return too_many(request)
    process = code_in_hand(request)
    if process is None:
        return no_code(request)
    form = CodeForm(request.POST or None, process=process)
    if form.is_valid():
        # The code came, so the mailbox is there.
        BouncedAddress.objects.at(process.state["email"]).delete()
        answer: HttpResponse = process.finish(wanted(request))
        return answer
    if form.is_wrong and not may_try_again(request, process):
        return no_code(request)
    return render(request, "account/sign_in_code.html", {"form": form, "process": process, "next": wanted(request, "")})


@everyone
@require_POST
def sign_in_code_again(request: HttpRequest) -> HttpResponse:
    """Send another code; the one before stops working."""
    process = code_in_hand(request)
    if process is None:
        return no_code(request)
    if not may_ask_for_code(request, process.state["email"], now=timezone.now()):
        return too_many(request)
    if process.can_resend:
        process.resend()
        messages.success(request, _("We have sent a new code"))
    return redirect(with_wanted("account_confirm_login_code", request))


@members
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_in_again(request: SignedInRequest) -> HttpResponse:
    """Before a change of what signs them in: a fresh sign that it is them."""
    if has_second_factor(request.user):
        return redirect(with_wanted("second_factor", request))
    if request.method == "POST":
        if not may_ask_for_code(request, request.user.email, now=timezone.now()):
            return too_many(request)
        send_code(request, request.user.email)
        return redirect(with_wanted("account_confirm_login_code", request))
    return render(request, "account/sign_in_again.html", {"next": wanted(request, "")})


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_out(request: HttpRequest) -> HttpResponse:
    """A GET asks, for those who come by a link; the button in the page signs out at once."""
    if request.method == "POST":
        sign_out_here(request)
    if not request.user.is_authenticated:
        return redirect("home")
    return render(request, "account/sign_out.html")


def wanted(request: HttpRequest, default: str | None = None) -> str:
    """Where they were going, when that is a page of ours; else the default, or home."""
    address = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure()):
        return address
    return default if default == "" else reverse(default or "home")


def with_wanted(name: str, request: HttpRequest) -> str:
    """A page's address that remembers where they were going."""
    address = wanted(request, "")
    return f"{reverse(name)}?{urlencode({'next': address})}" if address else reverse(name)


def show_again(request: HttpRequest, name: str) -> HttpResponse:
    """First a fresh sign that it is them, then this page."""
    next_url = f"{reverse(name)}?{urlencode({'next': wanted(request)})}" if wanted(request, "") else reverse(name)
    return redirect(f"{reverse('sign_in_again')}?{urlencode({'next': next_url})}")


def may_try_again(request: HttpRequest, process: LoginCodeVerificationProcess) -> bool:
    """Count a wrong code. The fifth one ends it."""
    note_failure(request, process.user, now=timezone.now())
    return bool(process.record_invalid_attempt())


def no_code(request: HttpRequest) -> HttpResponse:
    """The code has run out, or was tried five times, or was asked for in another browser."""
    if request.method == "POST":
        note_failure(request, None, now=timezone.now())
        messages.info(request, _("That code has run out. Ask for a new one"))
    return redirect(with_wanted("account_login", request))


def too_many(request: HttpRequest) -> HttpResponse:
    return render(request, "account/too_many.html", status=429)
