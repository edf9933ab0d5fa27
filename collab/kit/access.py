"""Who may open a view: exactly one decorator each. A view without one is closed (DenyByDefault)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from time import time
from typing import Any, Protocol, cast
from urllib.parse import urlsplit, urlunsplit

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

View = Callable[..., HttpResponseBase]
SECOND_FACTOR_LASTS = timedelta(hours=12)


@dataclass(frozen=True)
class Access:
    """What a view declares: a rule's name and, for staff pages, the roles of which one is needed."""

    rule: str
    roles: tuple[str, ...] = ()


class HasRoles(Protocol):
    """The one thing this toolbox knows about a member."""

    def has_role(self, *names: str) -> bool: ...


def _declare(view: View, access: Access) -> View:
    if hasattr(view, "access"):
        raise ImproperlyConfigured(f"{view.__name__} declares its access twice.")
    cast(Any, view).access = access
    return view


def everyone(view: View) -> View:
    """Open to all, signed in or not."""
    return _declare(view, Access("everyone"))


def by_link(view: View) -> View:
    """Opened by a signed link that the view itself reads; the link never signs anyone in."""
    return _declare(view, Access("link"))


def members(view: View) -> View:
    """Open to anyone signed in; others are sent to sign in and come back."""

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.is_authenticated:
            return redirect_to_login(way_back(request), reverse("account_login"))
        return view(request, *args, **kwargs)

    return _declare(wrapper, Access("members"))


def role(*names: str) -> Callable[[View], View]:
    """Open to members with one of these roles who have passed a second factor in this session."""

    def decorate(view: View) -> View:
        @wraps(view)
        def wrapper(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(way_back(request), reverse("account_login"))
            require(cast(HasRoles, request.user).has_role(*names))
            if not second_factor_passed(request):
                return redirect(f"{reverse('second_factor')}?{urlencode({'next': way_back(request)})}")
            return view(request, *args, **kwargs)

        return _declare(wrapper, Access("role", names))

    return decorate


def way_back(request: HttpRequest) -> str:
    """Where to go on afterwards: this page, or for what was sent the page it was sent from."""
    # Many addresses only take what is sent, and opening one of them would show nothing at all.
    page: str = request.META.get("HTTP_REFERER", "")
    is_ours = url_has_allowed_host_and_scheme(page, {request.get_host()}, require_https=request.is_secure())
    if request.method != "POST" or not is_ours:
        return request.get_full_path()
    return urlunsplit(("", "", *urlsplit(page)[2:4], ""))


def second_factor_passed(request: HttpRequest) -> bool:
    """Whether an authenticator app, a recovery code or a passkey was used here in the last twelve hours."""
    since = time() - SECOND_FACTOR_LASTS.total_seconds()
    records = get_authentication_records(request, cast(AbstractBaseUser, request.user))
    return any(record.get("method") == "mfa" and record.get("at", 0) > since for record in records)


def require(allowed: bool) -> None:
    """Answer 403 unless the predicate held."""
    if not allowed:
        raise PermissionDenied


class DenyByDefault:
    """A view that declares no access raises in tests and does not exist in production."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        # What never changes at its address and is the same for everybody may be kept by all.
        is_for_all = "immutable" in response.get("Cache-Control", "")
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not is_for_all:
            # Made for one person: no cache on the way, and none on a shared computer, keeps it.
            patch_cache_control(response, private=True, no_store=True)
        return response

    def process_view(self, request: HttpRequest, view: View, args: object, kwargs: object) -> None:
        if not hasattr(view, "access"):
            if settings.PRODUCTION:
                raise Http404
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} declares no access.")
