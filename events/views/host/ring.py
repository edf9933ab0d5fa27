"""People with a phone and no email: whom to ring, and about what."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import role
from events.actions import tick_off, untick
from events.models import Call, to_ring
from events.views.host.finding import find_date, typed_leads_to
from members.models import SignedInRequest


@role("facilitator", "admin")
@require_safe
def host_ring(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Who should hear something now, and whom somebody rang."""
    event, now = find_date(request, slug, day), timezone.now()
    context = {"event": event, "due": to_ring(event, now=now), "calls": Call.objects.about(event)[:200], "now": now}
    return render(request, "events/host/ring.html", context)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_ring")
def host_rung(request: SignedInRequest, slug: str, day: date, uuid: UUID) -> HttpResponse:
    """I rang them."""
    event = find_date(request, slug, day)
    signup = get_object_or_404(event.signups, uuid=uuid)
    if tick_off(event, signup, by=request.user, at=timezone.now()):
        messages.success(request, _("Ticked off. It stands under “Rung”, with an undo"))
    return redirect("host_ring", slug, day)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_ring")
def host_rung_undo(request: SignedInRequest, slug: str, day: date, uuid: UUID) -> HttpResponse:
    """That was a slip."""
    event = find_date(request, slug, day)
    untick(event, get_object_or_404(Call.objects.about(event), uuid=uuid))
    return redirect("host_ring", slug, day)
