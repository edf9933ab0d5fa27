"""One pledge, and what became of it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from collab.kit.sentences import full_stop_after
from collab.kit.stencils import page
from commons.models import NetworkSettings
from members.models import Member
from pledges.emails import private_path
from pledges.models import Pledge, as_patch
from pledges.models.history import Happened, history_of
from pledges.models.opened import pledge_to_open
from pledges.models.snags import answers_for_hosts
from pledges.permissions import can_answer, can_join

A_DAY = "l j F Y"


@everyone
@require_safe
def pledge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One promise and what became of it; its whole history for whoever made it and for hosts."""
    row, now = pledge_to_open(uuid, request.user), timezone.now()
    if row is None:
        raise Http404
    words = words_of(row, now=now) | {"can_join": can_join(request.user, row, on=timezone.localdate(now))}
    if not request.user.is_authenticated and is_ordinary(row):
        return as_all(request, row, words)
    is_mine, can_help = can_answer(request.user, row), runs(request, row)
    context = {"pledge": row, "patch": patch_of(words), "is_mine": is_mine, **words,
               "private_url": private_path(row) if is_mine else "",
               "can_hold": can_help or (isinstance(request.user, Member) and request.user.has_role("moderator")),
               "history": history(row, is_mine=is_mine) if is_mine or can_help else []}  # fmt: skip
    return render(request, "pledges/pledge.html", context)


def is_ordinary(row: Pledge) -> bool:
    """Whether one person made it alone, and for no group: then its page says the same of all but for a few words."""
    return not row.is_waiting and row.shared_with_id is None and row.group_id is None


def as_all(request: HttpRequest, row: Pledge, words: dict[str, Any]) -> HttpResponse:
    """The page for visitors, drawn once; what one pledge says is no part of what is kept."""
    own = dict(words)
    shown = {name: own.pop(name) for name in ("can_join", "cloth", "lang")} | {"network": NetworkSettings.current()}
    return page(request, "pledges/pledge.html", shown, own, with_nobodys)


def with_nobodys(values: dict[str, Any]) -> dict[str, Any]:
    """The same with a pledge that says nothing."""
    return {**values, "pledge": Pledge(act=""), "patch": patch_of(values), "history": []}


def words_of(row: Pledge, *, now: datetime) -> dict[str, Any]:
    """All that its page says of it in words of its own."""
    today, words = timezone.localdate(now), as_patch(row, now=now, url="")
    due_on = row.by_on if row.is_live and row.by_on and row.by_on >= today else None
    return {
        **{name: words[name] for name in ("text", "who", "state", "cloth", "lang")},
        "short": Truncator(row.sentence).chars(60),
        "signed": row.signed,
        "made_on": date_format(timezone.localtime(row.made_at), A_DAY),
        "due_on": date_format(due_on, A_DAY) if due_on else "",
        "join_url": f"{reverse('pledge_create')}?with={row.uuid}",
        "report_url": reverse("report", args=["pledge", row.uuid]),
        **where_from(row),
    }


def where_from(row: Pledge) -> dict[str, str]:
    """The date and the story it came from, where this reader may open them."""
    said = dict.fromkeys(("event_url", "event_title", "event_stop", "series_url", "series_title"), "")
    said |= dict.fromkeys(("story_url", "story_title", "story_stop"), "")
    if row.event is not None and vars(row)["opens_event"]:
        series = row.event.series
        said |= {"event_url": row.event.get_absolute_url(), "event_title": row.event.title,
                 "event_stop": full_stop_after(row.event.title), "series_title": series.title,
                 "series_url": f"{reverse('pledge_list')}?series={series.slug}"}  # fmt: skip
    if row.story is not None and vars(row)["opens_story"]:
        said |= {"story_url": row.story.get_absolute_url(), "story_title": row.story.title,
                 "story_stop": full_stop_after(row.story.title)}  # fmt: skip
    return said


def patch_of(words: Mapping[str, Any]) -> dict[str, Any]:
    """What the patch component takes."""
    return {name: words[name] for name in ("text", "who", "state", "cloth", "lang")}


def history(row: Pledge, *, is_mine: bool) -> list[Happened]:
    """All of it for its maker; for hosts what they may read."""
    return history_of(row, row.answers.all() if is_mine else answers_for_hosts(row))


def runs(request: HttpRequest, row: Pledge) -> bool:
    """As `permissions.runs` says, from what was read with the pledge."""
    user = request.user
    if not isinstance(user, Member):
        return False
    return user.has_role("admin") or (user.has_role("facilitator") and vars(row)["is_host"])
