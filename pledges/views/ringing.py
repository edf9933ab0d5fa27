"""What somebody said on the phone about their pledge, written down by the host who rang."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collab.kit.access import role
from events.models import Event
from members.models import SignedInRequest
from pledges.actions.answering import answer_pledge
from pledges.models import Answer
from pledges.models.ringing import by_phone


@role("facilitator", "admin")
@require_POST
def pledge_rung(request: SignedInRequest, slug: str, day: date, uuid: UUID) -> HttpResponse:
    """One of the four answers. Pressed again it is put right."""
    event = get_object_or_404(Event.objects.run_by(request.user), series__slug=slug, day=day)
    pledge = get_object_or_404(by_phone(event), uuid=uuid)
    said = request.POST.get("say")
    if said in Answer.Said.values and (said != pledge.state or pledge.answered_on != timezone.localdate()):
        answer_pledge(pledge, said=said, at=timezone.now(), recorded_by=request.user)
        messages.success(request, _("Written down. You can put it right below until tonight"))
    return redirect("host_ring", slug, day)
