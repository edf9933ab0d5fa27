"""A member's own pledges: theirs to do, those of a partner, and those written down for somebody."""

from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.kit.access import members
from members.models import Contact, SignedInRequest
from pledges.emails import move_path, private_path, stop_path
from pledges.models import Answer, FollowUps, Pledge, how_it_goes
from pledges.models.asking import next_asked_on
from pledges.models.mine import Mine, mine_of
from pledges.models.patches import waits_for


@members
@require_safe
def pledge_mine(request: SignedInRequest) -> HttpResponse:
    """Live ones with their answers; then the partner's, what they wrote down, and the past."""
    now, mine = timezone.now(), mine_of(request.user)
    kept = [row.sector.cloth if row.sector else "" for row in mine.ended if row.state == Pledge.State.KEPT]
    context = {"mine": mine, "todo": [(row, state_of(row), private_path(row), move_path(row)) for row in mine.todo],
               "today": timezone.localdate(now),
               "watched": [(row, how_it_goes(row, now=now)) for row in mine.watched],
               "written": [(row, how_it_goes(row, now=now)) for row in mine.written], "kept": kept,
               "numbers": numbers(len(kept), mine), "answers": Answer.Said.choices, "going": mine.going,
               **wishes_of(request.user.contact, now=now)}  # fmt: skip
    return render(request, "pledges/pledge_mine.html", context)


def state_of(pledge: Pledge) -> str:
    """In one word, or how many more it waits for."""
    return waits_for(pledge) if pledge.is_waiting else capfirst(pledge.get_state_display())


def numbers(kept: int, mine: Mine) -> str:
    """What is not nought, in words."""
    parts = [(_("%(n)s kept"), kept), (_("%(n)s going on"), mine.going)]
    return ", ".join(words % {"n": count} for words, count in parts if count)


def wishes_of(contact: Contact, *, now: datetime) -> dict[str, Any]:
    """How often they hear from us, when next, and where that is changed."""
    wishes, today = FollowUps.of(contact), timezone.localdate(now)
    is_paused = wishes.stopped_at is None and wishes.paused_until is not None and wishes.paused_until > today
    return {"wishes": wishes, "is_paused": is_paused, "next_on": next_asked_on(contact, now=now),
            "stop_url": stop_path(contact)}  # fmt: skip
