"""The wall of one meet-up: a page to read, and what a page that is open already asks for."""

import json
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from members.models import Member
from pledges.models.walls import MOST_ON_A_BAND, MOST_PATCHES, Shown, counts_of, older_than, rows_of, wall_at
from pledges.permissions import can_host


def find(request: HttpRequest, slug: str, day: date, *, now: datetime, most: int = MOST_PATCHES) -> Shown:
    """The wall at this address, for those who may open its meet-up."""
    wall = wall_at(slug, day, request.user, now=now, most=most)
    if wall is None:
        raise Http404
    return wall


@everyone
@require_safe
def pledge_wall(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """The quilt and its three counts; a hundred patches, and a link to more."""
    now = timezone.now()
    wall = find(request, slug, day, now=now)
    text, next_url = page_of(wall, request.GET.get("before", ""), now=now)
    context = about(wall, now=now) | {"text": text, "next_url": next_url, "is_later_page": text is not wall.patches}
    context["is_hosting"] = isinstance(request.user, Member) and can_host(request.user, wall.event)
    return render(request, "pledges/pledge_wall.html", context)


def page_of(wall: Shown, before: str, *, now: datetime) -> tuple[str, str]:
    """A hundred patches as a text, and the address of those before them."""
    if not before:
        text, more = wall.patches, wall.numbers["pledges"] > MOST_PATCHES
    else:
        rows = older_than(uuid_in(before), wall.event, now=now, most=MOST_PATCHES + 1)
        text, more = json.dumps(rows[:MOST_PATCHES]), len(rows) > MOST_PATCHES
    return text, f"?before={rows_of(text)[-1]['uuid']}" if more else ""


def uuid_in(text: str) -> UUID:
    """The patch that an address names."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def about(wall: Shown, *, now: datetime) -> dict[str, Any]:
    """What the page and its parts are drawn from."""
    today, is_open = timezone.localdate(now), wall.event.takes_pledges(now)
    return {"event": wall.event, "wall": wall, "text": wall.patches, "counts": counts_of(wall.numbers),
            "today": today, "is_open": is_open, "mark": wall.mark(today, is_open)}  # fmt: skip


@everyone
@require_safe
def pledge_wall_now(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """For a page that is open: the wall as it is, or 304 while it is as that page shows it."""
    now, is_band = timezone.now(), request.GET.get("on") == "event"
    wall = find(request, slug, day, now=now, most=MOST_ON_A_BAND if is_band else MOST_PATCHES)
    context = about(wall, now=now) | {"is_band": is_band}
    return unless_same(request, context["mark"], "pledges/_wall_live.html", context)


def unless_same(request: HttpRequest, mark: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """A part of a page with its mark, not drawn where the browser has it already."""
    same = get_conditional_response(request, etag=mark)
    if same is not None:
        return same
    response = render(request, part, context)
    response["ETag"] = mark
    return response
