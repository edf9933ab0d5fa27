"""The list of pledges, and what waits for a host's look."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import everyone, require, role
from members.models import SignedInRequest
from pledges.actions.making import hold_pledge
from pledges.filters import PledgeFilter
from pledges.models import Pledge, as_patch
from pledges.models.reading import A_PAGE, COUNT_UP_TO, Place, counted, how_many, page_seen
from pledges.models.shares import shares_in_words
from pledges.permissions import can_hold

HOSTS, HELPERS = ("facilitator", "moderator", "admin"), ("facilitator", "admin")
MOMENT = "%Y%m%dT%H%M%S.%f"


@everyone
@require_safe
def pledge_list(request: HttpRequest) -> HttpResponse:
    """What was promised and kept, newest first."""
    now, found = timezone.now(), PledgeFilter(request.GET, request.user)
    before = read_place(request.GET.get("before", ""))
    rows = page_seen(request.user, found.narrow, before)
    is_whole = before is None and len(rows) <= A_PAGE
    chosen = tuple(found.choices.items())
    # A first page that is not full was counted by reading it.
    count = len(rows) if is_whole else how_many(request.user, found.narrow, chosen)
    shares = None if "state" in found.choices else counted(request.user, found.narrow, chosen)
    context = {"filter": found, "patches": [as_patch(row, now=now) for row in rows[:A_PAGE]],
               "next_url": next_url(found, rows), "count": min(count, COUNT_UP_TO), "is_capped": count > COUNT_UP_TO,
               "shares": shares_in_words(shares), "chosen": found.chips(),
               "helps": request.user.is_authenticated and request.user.has_role(*HELPERS),
               "newest_url": found.url_without() if before else ""}  # fmt: skip
    return render(request, "pledges/pledge_list.html", context)


def next_url(found: PledgeFilter, rows: list[Pledge]) -> str:
    """The address of what stands behind this page."""
    if len(rows) <= A_PAGE:
        return ""
    following, last = found.data.copy(), rows[A_PAGE - 1]
    following["before"] = f"{last.made_at.astimezone(UTC).strftime(MOMENT)}~{last.uuid}"
    return f"?{following.urlencode()}"


def read_place(text: str) -> Place | None:
    """Where the page before ended; None for the first page and for nonsense."""
    moment, _tilde, uuid = text.partition("~")
    try:
        return datetime.strptime(moment, MOMENT).replace(tzinfo=UTC), UUID(uuid)
    except ValueError:
        return None


@role(*HOSTS)
@require_safe
def pledge_held_list(request: SignedInRequest) -> HttpResponse:
    """What waits for a look before others see it, oldest first."""
    held = (
        Pledge.objects.held_for(request.user).select_related("sector", "contact", "event__series").order_by("made_at")
    )
    rows = [(row, as_patch(row, now=timezone.now(), url="")) for row in held[:A_PAGE]]
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
