"""How django-allauth meets this project: emails as rows, our own words, sessions as long as a role allows."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from collab.kit.access import second_factor_passed
from collab.kit.sealed import seal, unseal
from commons.models import NetworkSettings
from members.actions.passkeys import offer_passkey
from members.actions.sessions import begin_session
from members.emails.signing_in import write_codes, write_no_account
from members.models import Member


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-in is one step for everyone; staff pages ask for the second factor where they are opened."""

    def get_login_stages(self) -> list[str]:
        """The code and nothing else: there is no password and no sign-up."""
        return ["allauth.account.stages.LoginByCodeStage"]

    def add_message(self, *args: Any, **kwargs: Any) -> None:
        """Nothing: the page that follows says what happened."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write a row; no mail server is talked to while somebody waits."""
        if "code" in context:
            write_codes(email, context["code"], now=timezone.now())
        else:
            write_no_account(email, now=timezone.now())

    def login(self, request: HttpRequest, user: Member) -> None:
        super().login(request, user)
        begin_session(request, user, now=timezone.now())

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        """Staff roles go on to their second factor; a browser that can is offered a passkey; then where they wanted."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        wanted = urlencode({"next": response["Location"]})
        if user.is_staff_role and not second_factor_passed(request):
            return redirect(f"{reverse('second_factor')}?{wanted}")
        # A script of the page says so; without scripts nobody is offered what cannot be made.
        if request.POST.get("can_passkey") and offer_passkey(user, now=timezone.now()):
            return redirect(f"{reverse('passkey_create')}?{wanted}")
        return response


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Secrets are sealed, and passkeys carry the network's name."""

    def encrypt(self, text: str) -> str:
        return seal(text)

    def decrypt(self, encrypted_text: str) -> str:
        return unseal(encrypted_text)

    def _get_site_name(self) -> str:
        return NetworkSettings.current().name
