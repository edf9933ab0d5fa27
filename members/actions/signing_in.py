"""Signing in: who may try, how often, and what begins when it works. The steps themselves are django-allauth's."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.stages import LoginByCodeStage, LoginStageController
from django.http import HttpRequest

from commons.models import audit, is_used_up, within_limit
from members.actions.codes import CodeForAll
from members.models import Member

MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)
FAILURES_A_MINUTE = 10


def may_ask_for_code(request: HttpRequest, email: str, *, now: datetime) -> bool:
    """Count this asking; a hall full of people shares one connection, an address belongs to one person."""
    return (
        within_limit("members.code.from", client(request), at_most=30, per=MINUTE, now=now)
        and within_limit("members.code.minute", email.lower(), at_most=5, per=MINUTE, now=now)
        and within_limit("members.code.hour", email.lower(), at_most=40, per=HOUR, now=now)
    )


def may_go_elsewhere(request: HttpRequest, *, now: datetime) -> bool:
    """Each start asks the other organisation something; a council's whole building shares one connection."""
    return within_limit("members.sso.from", client(request), at_most=60, per=MINUTE, now=now)


def has_failed_too_often(request: HttpRequest, *, now: datetime) -> bool:
    """Ten failed tries a minute from one connection; the eleventh is not looked at."""
    return is_used_up("members.failed", client(request), at_most=FAILURES_A_MINUTE, per=MINUTE, now=now)


def note_failure(request: HttpRequest, member: Member | None, *, now: datetime, **facts: str) -> None:
    """Count a failed try and put it in the log."""
    within_limit("members.failed", client(request), at_most=FAILURES_A_MINUTE, per=MINUTE, now=now)
    audit("members.sign_in_failed", by=None, kind="member", target=member.uuid if member else None, **facts)


def client(request: HttpRequest) -> str:
    """Where a request comes from. Without a proxy of ours, X-Forwarded-For is anybody's word and is not read."""
    return str(get_adapter().get_client_ip(request))


def send_code(request: HttpRequest, email: str) -> None:
    """Write a code to a member or to whom may join; to anyone else, that there is no account. This page cannot tell."""
    member = Member.objects.who_signs_in_with(email)
    CodeForAll.initiate(request=request, user=member, email=email)


def code_in_hand(request: HttpRequest) -> CodeForAll | None:
    """The code this browser was sent, while it lives."""
    stage = LoginStageController.enter(request, LoginByCodeStage.key)
    return CodeForAll.resume(stage) if stage else None
