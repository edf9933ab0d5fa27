"""A member's own pledges."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.kit.access import members
from members.models import SignedInRequest
from pledges.emails import private_path
from pledges.models import Answer, Pledge
from pledges.models.states import LIVE


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
