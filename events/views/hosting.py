"""How the pages of hosts find a date: their own, or any for organisers."""

from datetime import date

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from events.models import Event
from members.models import Member


def find_hosted(request: HttpRequest, slug: str, day: date) -> Event:
    """The date at this address, where this person is a host of its series or an organiser."""
    dates = Event.objects.with_details()
    if isinstance(request.user, Member) and not request.user.has_role("admin"):
        dates = dates.hosted_by(request.user)
    return get_object_or_404(dates, series__slug=slug, day=day)
