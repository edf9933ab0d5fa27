"""Pages for the printer: labels to wear, and the poster on the door."""

from datetime import date
from itertools import batched

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from collab.kit.access import role
from events.models.door import people_at
from events.views.host.finding import find_date
from members.models import SignedInRequest

# Fourteen labels of 99 by 38 mm are on a common sheet; the pages also cut well by hand.
LABELS_ON_A_SHEET = 14


@role("facilitator", "admin")
@require_safe
def event_labels(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """A name and where they are from, as they typed it, for everybody with a place."""
    event = find_date(request, slug, day)
    placed = [person.contact for person in people_at(event) if person.signup and person.signup.has_a_place]
    sheets = list(batched(placed, LABELS_ON_A_SHEET, strict=False))
    return render(request, "events/event_labels.html", {"event": event, "sheets": sheets})


@role("facilitator", "admin")
@require_safe
def event_door(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """One code for everybody: they tick themselves off."""
    event = find_date(request, slug, day)
    url = f"{settings.PUBLIC_URL}{reverse('event_arrive', args=[slug, day])}"
    return render(request, "events/event_door.html", {"event": event, "url": url})
