"""For what a thief would want most: the sign-in has to be ten minutes old at most."""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from time import time
from typing import Any, cast

from allauth.account.authentication import get_authentication_records
from django.contrib.auth.base_user import AbstractBaseUser
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

View = Callable[..., HttpResponseBase]
FRESH_FOR = timedelta(minutes=10)


def signed_in_lately(request: HttpRequest, *, needs_second: bool = False) -> bool:
    """Whether a code, a passkey or a second step was used in this session within ten minutes; or not less than that."""
    since = time() - FRESH_FOR.total_seconds()
    records = get_authentication_records(request, cast(AbstractBaseUser, request.user))
    lately = [record for record in records if record.get("at", 0) > since]
    return any(record.get("method") == "mfa" or not needs_second for record in lately)


def fresh_sign_in(view: View) -> View:
    """Below `@members`: whoever signed in earlier does it again and comes back."""

    @wraps(view)
    def wrapper(request: HttpRequest, /, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not signed_in_lately(request):
            # A POST comes back to the page that it was sent from.
            back = request.get_full_path() if request.method != "POST" else reverse("my_privacy")
            return redirect(f"{reverse('sign_in_again')}?{urlencode({'next': back})}")
        return view(request, *args, **kwargs)

    return wrapper
