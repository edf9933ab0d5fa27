"""Notes on which day a signed-in browser was last here."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from members.actions.sessions import see_here


class LastSeen:
    """One write a day for each browser, for the list of where a member is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        see_here(request, day=timezone.localdate())
        return self.get_response(request)
