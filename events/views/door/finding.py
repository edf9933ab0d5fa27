"""The date or the series of a host; another host's is not there."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from events.models import Closing, Event, Series
from events.permissions import can_host
from members.models import SignedInRequest


def find_hosted(request: SignedInRequest, slug: str, day: date) -> Event:
    """A date that this person puts on, in the future or the past."""
    event = get_object_or_404(Event.objects.with_details(), series__slug=slug, day=day)
    if not can_host(request.user, event.series):
        raise Http404
    return event


def find_series(request: SignedInRequest, slug: str) -> Series:
    """A series that this person puts on."""
    series = get_object_or_404(Series.objects.select_related("venue"), slug=slug)
    if not can_host(request.user, series):
        raise Http404
    return series


def closing_of(event: Event) -> Closing | None:
    """How it was settled, if it was."""
    return Closing.objects.filter(event=event).select_related("by__contact").first()
