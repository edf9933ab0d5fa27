"""What people need to take part: read by the date's access lead, and by nobody else."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collab.kit.access import require, role
from events.actions import Busy, mark_met, name_access_lead
from events.forms import LeadForm
from events.models import AccessNeed, Event, access_lead_of
from events.permissions import can_read_needs
from events.views.host.finding import find_date
from members.models import SignedInRequest


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def host_needs(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Each person's needs for the lead, numbers for the other hosts. Every look of the lead is on record."""
    event = find_date(request, slug, day)
    if request.method == "POST":
        require(can_read_needs(request.user, event))
        save_ready(request, event)
        return redirect("host_needs", slug, day)
    context = {
        "event": event,
        "lead": access_lead_of(event),
        "needs": AccessNeed.objects.read_by_lead(event, by=request.user),
        "counts": AccessNeed.objects.counts(event),
        # Until it is over the numbers of those who come say more.
        "totals": event.access_totals.exclude(asked=0).order_by("need") if event.is_over(timezone.now()) else [],
    }
    return render(request, "events/host/needs.html", context)


def save_ready(request: SignedInRequest, event: Event) -> None:
    """The ticks, and a word on how it went."""
    try:
        mark_met(event, ready_in(request), by=request.user)
        messages.success(request, _("Saved"))
    except Busy:
        messages.info(request, _("Many people are saving a place at this moment. Tick it again, and save."))


def ready_in(request: SignedInRequest) -> dict[UUID, set[str]]:
    """What was ticked, for each person whose boxes stood on the page."""
    ready: dict[UUID, set[str]] = {}
    for typed in request.POST.getlist("person"):
        try:
            ready[UUID(typed)] = set(request.POST.getlist(f"ready-{typed}"))
        except ValueError:
            continue
    return ready


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_access_lead(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Name one of the hosts; from then on nobody else reads what people need at this date."""
    event = find_date(request, slug, day)
    lead = access_lead_of(event)
    form = LeadForm(event, request.POST or None, initial={"lead": lead.uuid if lead else None})
    if form.is_valid():
        name_access_lead(event, form.cleaned_data["lead"], by=request.user)
        messages.success(
            request, _("%(name)s looks after access now") % {"name": form.cleaned_data["lead"].contact.name}
        )
        return redirect("host_needs", slug, day)
    return render(
        request, "events/host/event_form.html", {"event": event, "form": form, "lead": lead, **lead_words(event)}
    )


def lead_words(event: Event) -> dict[str, str]:
    """What the page says around the choice."""
    note = _(
        "This host alone reads what people need at this date. Whoever read it before no longer can. "
        "The log says who chose."
    )
    back = reverse("host_needs", args=[event.series.slug, event.day])
    return {"title": _("Who looks after access"), "note": note, "back_url": back, "back_words": _("What people need")}
