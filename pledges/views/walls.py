"""The wall of one meet-up as a page to read."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from events.models import Event
from members.models import Member
from pledges.models import Pledge, as_quilt
from pledges.models.walls import counts_of, for_wall
from pledges.permissions import can_host

MOST_PATCHES = 100


@everyone
@require_safe
def pledge_wall(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """The quilt and its three counts. Its hosts can hold a patch, and see what they held."""
    events = Event.objects.open_to(request.user).select_related("series")
    event, now = get_object_or_404(events, series__slug=slug, day=day), timezone.now()
    pledges = for_wall(event, MOST_PATCHES)
    hosting = isinstance(request.user, Member) and can_host(request.user, event)
    held = Pledge.objects.on_hold().filter(event=event).select_related("sector") if hosting else []
    context = {"event": event, "patches": as_quilt(pledges, now=now), "counts": counts_of(pledges),
               "is_open": event.takes_pledges(now),
               "shown": pledges if hosting else [], "held": held}  # fmt: skip
    return render(request, "pledges/pledge_wall.html", context)
