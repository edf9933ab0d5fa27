"""How django-allauth meets this project: emails as rows, our own words, sessions as long as a role allows."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from members.actions import begin_session
from members.emails import write_code, write_no_account
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
            write_code(email, context["code"], now=timezone.now())
        else:
            write_no_account(email, now=timezone.now())

    def login(self, request: HttpRequest, user: Member) -> None:
        super().login(request, user)
        begin_session(request, user, now=timezone.now())

    def post_login(self, request: HttpRequest, user: Member, **kwargs: Any) -> HttpResponse:
        """Staff roles go on to their second factor, and then to where they wanted to go."""
        response: HttpResponse = super().post_login(request, user, **kwargs)
        if user.is_staff_role:
            return redirect(f"{reverse('second_factor')}?{urlencode({'next': response['Location']})}")
        return response
