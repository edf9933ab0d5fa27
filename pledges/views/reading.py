"""One pledge, and what became of it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from pledges.emails import private_path
from pledges.models import Pledge, as_patch
from pledges.permissions import can_answer, can_hold


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
