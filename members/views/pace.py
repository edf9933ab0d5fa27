"""Reading people's pages at the pace of a person. Whoever copies the whole list is slowed down and logged."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from commons.models import audit, within_limit
from members.actions.signing_in import client
from members.models import Member

HOUR = timedelta(hours=1)
# A hall full of people shares a connection.
A_CONNECTION_IS_SO_MANY = 4
type View = Callable[..., HttpResponse]


def at_a_human_pace(what: str) -> Callable[[View], View]:
    """Answer 429 with a kind page after so many pages of one kind in an hour; the first time it is put in the log."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponse:
            if not may_open_another(request, what):
                response = render(request, "members/slow_down.html", status=429)
                response["Retry-After"] = str(int(HOUR.total_seconds()))
                return response
            return view(request, *args, **kwargs)

        return wrapper

    return decorate


def may_open_another(request: HttpRequest, what: str) -> bool:
    """Count one more page of this kind: for a member, or for a connection where nobody is signed in."""
    now, member = timezone.now(), request.user if isinstance(request.user, Member) else None
    who = str(member.uuid) if member else client(request)
    at_most = settings.PEOPLE_PAGES_AN_HOUR * (1 if member else A_CONNECTION_IS_SO_MANY)
    if within_limit(what, who, at_most=at_most, per=HOUR, now=now):
        return True
    # One row an hour, however often they try.
    if within_limit(f"{what}.logged", who, at_most=1, per=HOUR, now=now):
        audit(
            "members.slowed_down",
            by=member.uuid if member else None,
            kind="member",
            target=member.uuid if member else None,
            pages=what,
        )
    return False
