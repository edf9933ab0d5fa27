"""Looking after a wall: hold a patch, put one up, check first or show first, and stop the screens."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import require, role
from events.models import Event
from members.models import SignedInRequest
from pledges.actions.walls import check_first, pause, show_first
from pledges.models import Pledge, Wall
from pledges.models.walls import MOST_PATCHES, WAITS, mark_of
from pledges.permissions import can_host
from pledges.views.walls import unless_same

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

HOSTS = ("facilitator", "moderator", "admin")


def find(request: SignedInRequest, slug: str, day: date) -> Event:
    """The date whose wall this person looks after."""
    events = Event.objects.open_to(request.user).select_related("series")
    event = get_object_or_404(events, series__slug=slug, day=day)
    require(can_host(request.user, event))
    return event


@role(*HOSTS)
@require_safe
def wall_host(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """The switches, what waits, and every patch with a button to hold it."""
    event = find(request, slug, day)
    context = patches(event, now=timezone.now()) | {"asks": "ask" in request.GET}
    return render(request, "pledges/wall_host.html", context)


@role(*HOSTS)
@require_safe
def wall_host_now(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """The lists of that page alone, or 304."""
    context = patches(find(request, slug, day), now=timezone.now())
    return unless_same(request, context["mark"], "pledges/_wall_host_now.html", context)


def patches(event: Event, *, now: datetime) -> dict[str, Any]:
    """What waits, what is just in and nobody sees yet, and what everybody sees."""
    mine = Pledge.objects.filter(event=event).select_related("sector").order_by("-made_at", "-pk")
    held, shown = list(mine.on_hold()[:MOST_PATCHES]), list(mine.on_wall()[:MOST_PATCHES])
    just_in = [pledge for pledge in shown if pledge.made_at > now - WAITS]
    up = shown[len(just_in) :]
    wall, lists = Wall.of(event), [[str(pledge.uuid) for pledge in rows] for rows in (held, just_in, up)]
    mark = mark_of(*lists, wall.checks_first, wall.is_paused)
    return {"event": event, "wall": wall, "held": held, "just_in": just_in, "up": up, "mark": mark}


@role(*HOSTS)
@require_POST
def wall_switch(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """One press of a switch. What waits is asked about before new patches go up by themselves."""
    event, press = find(request, slug, day), request.POST.get("press", "")
    if press not in PRESSES:
        raise BadRequest
    back = reverse("wall_host", args=[slug, day])
    if press == "show-first" and Pledge.objects.on_hold().filter(event=event).exists():
        return redirect(f"{back}?ask=1#switches")
    act, said = PRESSES[press]
    act(event, by=request.user)
    messages.success(request, said)
    return redirect(back)


PRESSES: dict[str, tuple[Callable[..., bool], "StrOrPromise"]] = {
    "check-first": (check_first, _("Each new patch waits for your look")),
    "show-first": (partial(show_first, puts_up=False), _("New patches go up by themselves")),
    "keep": (partial(show_first, puts_up=False), _("New patches go up by themselves. Those that wait go on waiting")),
    "put-up": (partial(show_first, puts_up=True), _("All patches are up, and new ones go up by themselves")),
    "pause": (partial(pause, on=True), _("The screens stand still")),
    "go-on": (partial(pause, on=False), _("The screens move again")),
}
