"""Pages opened by a signed link: the link finds one row, shows what its email said, and signs nobody in."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from collab.kit.links import BadLink, ExpiredLink, SignedLink
from pledges.models import Pledge
from pledges.models.opened import pledge_behind

View = Callable[..., HttpResponse]


def opens(link: SignedLink, find: Callable[[UUID], Any]) -> Callable[[View], View]:
    """Hand the view the row that its token names, and answer a kind page for a link that is old, changed or gone."""

    def decorate(view: View) -> View:
        @wraps(view)
        @never_cache
        def wrapper(request: HttpRequest, /, token: str, **kwargs: Any) -> HttpResponse:
            try:
                row = find(link.read(token))
            except ExpiredLink:
                return render(request, "pledges/link_closed.html", {"is_old": True}, status=410)
            except (BadLink, ObjectDoesNotExist):
                return render(request, "pledges/link_closed.html", {"is_old": False}, status=404)
            return view(request, row, token, **kwargs)

        return wrapper

    return decorate


def find_pledge(uuid: UUID) -> Pledge:
    """The pledge that a private link names, as it is at this moment."""
    return pledge_behind(uuid, now=timezone.now())
