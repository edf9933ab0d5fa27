"""Lists of pledges, one pledge, and a member's own."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import everyone, members, require, role
from members.models import SignedInRequest
from pledges.actions.making import hold_pledge
from pledges.emails import private_path
from pledges.filters import PledgeFilter
from pledges.models import Answer, Pledge, as_patch
from pledges.models.pledges import LIVE
from pledges.permissions import can_answer, can_hold

PAGE = 20
COUNT_UP_TO = 1000
HOSTS = ("facilitator", "moderator", "admin")


@everyone
@require_safe
def pledge_list(request: HttpRequest) -> HttpResponse:
    """What was promised and kept, newest first."""
    now = timezone.now()
    shown = Pledge.objects.visible_to(request.user)
    found = PledgeFilter(request.GET, queryset=shown)
    rows, next_url = page_of(found.qs.select_related("sector"), request.GET)
    count = found.qs.order_by()[: COUNT_UP_TO + 1].count()
    context = {"filter": found, "patches": [as_patch(pledge, now=now) for pledge in rows], "next_url": next_url,
               "count": min(count, COUNT_UP_TO), "is_capped": count > COUNT_UP_TO, "chosen": chosen(found),
               "is_later_page": "before" in request.GET}  # fmt: skip
    return render(request, "pledges/pledge_list.html", context)


def page_of(pledges: Any, params: QueryDict) -> tuple[list[Pledge], str]:
    """One page by key, so that the last costs what the first does, and the address of the next."""
    before = parse_moment(params.get("before", ""))
    if before is not None:
        pledges = pledges.filter(made_at__lt=before)
    rows = list(pledges.order_by("-made_at", "-id")[: PAGE + 1])
    if len(rows) <= PAGE:
        return rows, ""
    following = params.copy()
    following["before"] = rows[PAGE - 1].made_at.isoformat()
    return rows[:PAGE], f"?{following.urlencode()}"


def parse_moment(text: str) -> Any:
    """The moment in an address, or None for anything else."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment is not None and timezone.is_aware(moment) else None


def chosen(found: PledgeFilter) -> list[dict[str, str]]:
    """What the list is narrowed to, each with the address without it."""
    if not found.is_narrowed:
        return []
    rows, form = [], found.form
    for name in form.fields:
        value = form.cleaned_data.get(name) if form.is_valid() else None
        if value:
            rest = form.data.copy()
            rest.pop(name)
            words = dict(form.fields[name].choices).get(value, str(value)) if name == "state" else str(value)
            rows.append({"text": str(words), "url": f"?{rest.urlencode()}"})
    return rows


@everyone
@require_safe
def pledge(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One promise and what became of it."""
    pledges = Pledge.objects.visible_to(request.user).select_related(
        "sector", "event__series", "story", "contact", "group"
    )
    row = get_object_or_404(pledges, uuid=uuid)
    is_mine = can_answer(request.user, row)
    is_host = request.user.is_authenticated and can_hold(request.user, row)
    context = {"pledge": row, "patch": as_patch(row, now=timezone.now(), url=""), "is_mine": is_mine,
               "private_url": private_path(row) if is_mine else "", "can_hold": is_host,
               "answers": row.answers.all() if is_mine or is_host else []}  # fmt: skip
    return render(request, "pledges/pledge.html", context)


@members
@require_safe
def pledge_mine(request: SignedInRequest) -> HttpResponse:
    """A member's own: live ones first, each with four answers."""
    mine = Pledge.objects.by(request.user.contact).select_related("sector").order_by("-made_at")[:100]
    live = [(row, private_path(row)) for row in mine if row.state in LIVE]
    ended = [row for row in mine if row.state not in LIVE]
    kept = [row.sector.cloth if row.sector else "" for row in ended if row.state == Pledge.State.KEPT]
    parts = [(_("%(n)s kept"), len(kept)), (_("%(n)s still going"), len(live))]
    numbers = ", ".join(words % {"n": count} for words, count in parts if count)
    context = {"live": live, "ended": ended, "kept": kept, "numbers": numbers, "answers": Answer.Said.choices,
               "going": len(live), "now": timezone.now()}  # fmt: skip
    return render(request, "pledges/pledge_mine.html", context)


@role(*HOSTS)
@require_safe
def pledge_held_list(request: SignedInRequest) -> HttpResponse:
    """What waits for a look before others see it, oldest first."""
    held = Pledge.objects.held_for(request.user).select_related("sector", "event__series").order_by("made_at")
    rows = [(row, as_patch(row, now=timezone.now(), url="")) for row in held[:PAGE]]
    return render(request, "pledges/pledge_held_list.html", {"rows": rows})


@role(*HOSTS)
@require_POST
def pledge_hold(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take a patch off the wall, or put it up."""
    row = get_object_or_404(Pledge.objects.made().select_related("event__series"), uuid=uuid)
    require(can_hold(request.user, row))
    hold_pledge(row, held=request.POST.get("held") == "1", by=request.user)
    if request.POST.get("back") == "wall" and row.event is not None:
        return redirect("wall_host", row.event.series.slug, row.event.day)
    return redirect("pledge_held_list")
