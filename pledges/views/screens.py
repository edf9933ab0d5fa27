"""The projector in the hall: one picture of the wall after the other."""

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from pledges.models.walls import MOST_ON_A_SCREEN, address_of
from pledges.views.walls import about, find, unless_same

MOST_VIEWS = 999


@everyone
@require_safe
def pledge_screen(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """The whole page, with its code to scan; without a script it stands still, and links lead on."""
    context = picture(request, slug, day)
    return render(request, "pledges/pledge_screen.html", context | address_of(context["wall"]))


@everyone
@require_safe
def pledge_screen_now(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """The picture alone, or 304."""
    context = picture(request, slug, day)
    return unless_same(request, context["mark"], "pledges/_screen_live.html", context | {"with_counts": True})


def picture(request: HttpRequest, slug: str, day: date) -> dict[str, Any]:
    """One view of the wall. With `until` it stands still: nothing newer, and what was taken off goes all the same."""
    now = timezone.now()
    until = moment_in(request.GET.get("until", ""))
    wall = find(request, slug, day, now=min(now, until) if until else now, most=MOST_ON_A_SCREEN)
    asked = request.GET.get("view", "")
    view = min(int(asked), MOST_VIEWS) if asked.isdecimal() and asked.isascii() else 1
    context = about(wall, now=now)
    return context | {"view": max(view, 1), "at": now, "mark": wall.mark(context["today"], view)}


def moment_in(text: str) -> datetime | None:
    """The moment in an address, None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None
