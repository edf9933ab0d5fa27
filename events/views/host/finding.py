"""A series or a date, among those this person puts on; somebody else's is not there for them."""

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from events.actions import Busy
from events.models import Event, Series
from members.models import SignedInRequest

type View = Callable[..., HttpResponse]
type Button = Callable[..., HttpResponseBase]


def find_series(request: SignedInRequest, slug: str) -> Series:
    """With its place."""
    return get_object_or_404(Series.objects.run_by(request.user).select_related("venue"), slug=slug)


def find_date(request: SignedInRequest, slug: str, day: date) -> Event:
    """With its series and its place."""
    return get_object_or_404(Event.objects.run_by(request.user).with_details(), series__slug=slug, day=day)


def posted(request: HttpRequest) -> Any:
    """What a form was sent with."""
    return request.POST if request.method == "POST" else None


def is_closed(event: Event, now: datetime) -> bool:
    """Over or cancelled: nothing about it changes any more."""
    return event.is_cancelled or event.is_over(now)


def why_closed(event: Event) -> str:
    """Which of the two it is."""
    if event.is_cancelled:
        return _("This date is cancelled, so it cannot be changed.")
    return _("This date is over, so it cannot be changed.")


def unless_closed(view: View) -> View:
    """What has been, and what is off, sends the host back to its page."""

    @wraps(view)
    def wrapper(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
        event = find_date(request, slug, day)
        if is_closed(event, timezone.now()):
            messages.info(request, why_closed(event))
            return redirect(event.get_host_url())
        return view(request, slug, day)

    return wrapper


def typed_leads_to(page: str) -> Callable[[Button], Button]:
    """The address of a button, typed or opened again: the page where the button is. Looking changes nothing."""

    def wrap(view: Button) -> Button:
        @wraps(view)
        def wrapper(request: SignedInRequest, slug: str, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if request.method == "POST":
                return view(request, slug, *args, **kwargs)
            if "day" not in kwargs or page == "host_series":
                return redirect(page, find_series(request, slug).slug)
            return redirect(page, slug, find_date(request, slug, kwargs["day"]).day)

        return wrapper

    return wrap


def unless_busy(view: View) -> View:
    """Many people at this date at once: nothing has changed, and it is to be tried again."""

    @wraps(view)
    def wrapper(request: SignedInRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except Busy:
            messages.warning(request, _("Many people are signing up at this moment. Nothing has changed. Try again."))
            return redirect(request.path)

    return wrapper
