"""A date that this person hosts."""

from datetime import date

from django.http import Http404
from django.shortcuts import get_object_or_404

from events.models import Event
from events.permissions import can_host
from members.models import SignedInRequest


def hosted_date(request: SignedInRequest, slug: str, day: date) -> Event:
    """The date at this address; one that somebody else hosts does not exist for them."""
    event = get_object_or_404(Event.objects.with_details(), series__slug=slug, day=day)
    if not can_host(request.user, event.series):
        raise Http404
    return event
