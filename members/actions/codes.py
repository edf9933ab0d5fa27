"""The code that proves an address: django-allauth's own, and the account of someone new is made when it was right."""

from typing import Any

from allauth.account.internal.flows.login_by_code import LoginCodeVerificationProcess
from allauth.account.models import Login
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.http import HttpRequest
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from members.actions.joining import accept_invitations, may_join, member_for
from members.emails.signing_in import write_code
from members.models import Member


class CodeForAll(LoginCodeVerificationProcess):  # type: ignore[misc]
    """A code for members and for those who may join. To anyone else allauth writes that there is no account."""

    @classmethod
    def initiate(cls, *, request: HttpRequest, user: Member | None, email: str) -> "CodeForAll":
        """As allauth begins it; its own method makes its own class."""
        login = Login(user=user, email=email)
        login.state["stages"] = {"current": LoginByCodeStage.key}
        stage = LoginByCodeStage(LoginStageController(request, login), request, login)
        stage.state.update({**cls.initial_state(user=user, email=email), "initiated_by_user": True})
        process = cls(stage=stage)
        process.send()
        process.persist()
        return process

    @classmethod
    def resume(cls, stage: Any) -> "CodeForAll | None":
        """While it lives."""
        process: CodeForAll | None = cls(stage=stage).abort_if_invalid()
        return process

    def send_by_email(self, email: str, skip_enumeration_mails: bool = False) -> None:
        if self.user is None and may_join(email, now=timezone.now()):
            write_code(email, self.generate_code(), now=timezone.now(), is_joining=True)
        else:
            super().send_by_email(email, skip_enumeration_mails)

    def finish(self, redirect_url: str | None) -> Any:
        """In. Someone new is made a member first, and shown round."""
        now, is_new = timezone.now(), self.user is None
        if is_new:
            self._user, redirect_url = member_for(self.state["email"], now=now), reverse("welcome")
        if self.user is None:
            # The way in was closed while the code was on its way.
            self.abort()
            return redirect("account_login")
        accept_invitations(self.user, at=now)
        return super().finish(redirect_url)
