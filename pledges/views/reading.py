"""One pledge, and what became of it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from members.models import Member
from pledges.emails import private_path
from pledges.models import Pledge, as_patch
from pledges.models.history import Happened, history_of
from pledges.models.opened import pledge_to_open
from pledges.models.snags import answers_for_hosts
from pledges.permissions import can_answer, can_join


@everyone
@require_safe
def pledge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One promise and what became of it; its whole history for whoever made it and for hosts."""
    row, now = pledge_to_open(uuid, request.user), timezone.now()
    if row is None:
        raise Http404
    is_mine = can_answer(request.user, row)
    can_help = runs(request, row)
    context = {"pledge": row, "patch": as_patch(row, now=now, url=""), "is_mine": is_mine,
               "private_url": private_path(row) if is_mine else "",
               "can_hold": can_help or (isinstance(request.user, Member) and request.user.has_role("moderator")),
               "can_join": can_join(request.user, row, on=timezone.localdate(now)),
               "join_url": f"{reverse('pledge_create')}?with={row.uuid}",
               "is_ahead": row.is_live and row.by_on is not None and row.by_on >= timezone.localdate(now),
               "history": history(row, is_mine=is_mine) if is_mine or can_help else []}  # fmt: skip
    return render(request, "pledges/pledge.html", context)


def history(row: Pledge, *, is_mine: bool) -> list[Happened]:
    """All of it for its maker; for hosts what they may read."""
    return history_of(row, row.answers.all() if is_mine else answers_for_hosts(row))


def runs(request: HttpRequest, row: Pledge) -> bool:
    """As `permissions.runs` says, from what was read with the pledge."""
    user = request.user
    if not isinstance(user, Member):
        return False
    return user.has_role("admin") or (user.has_role("facilitator") and vars(row)["is_host"])
