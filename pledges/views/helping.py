"""The hosts' list of those who are stuck, oldest first, and what a host can do about each."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import role
from members.models import SignedInRequest
from pledges.actions.helping import close_snag, hear, may_be_emailed, offer_help
from pledges.forms import OfferForm
from pledges.models import Snag

HELPERS = ("facilitator", "admin")
MOST = 100


@role(*HELPERS)
@require_safe
def stuck_list(request: SignedInRequest) -> HttpResponse:
    """Who is stuck, on what, for how long, and what was tried."""
    today = timezone.localdate()
    snags = Snag.objects.helped_by(request.user).oldest_first()[:MOST]
    rows = [{"snag": snag, "days": snag.days_waiting(today), "is_late": snag.is_late(today)} for snag in snags]
    return render(request, "pledges/stuck_list.html", {"rows": rows})


@role(*HELPERS)
@require_http_methods(["GET", "HEAD", "POST"])
def stuck(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One of them: what they say, what was tried, and an offer of help."""
    snag, now = find(request, uuid), timezone.now()
    form = OfferForm(request.POST or None)
    if form.is_valid():
        if offer_help(snag, **form.cleaned_data, by=request.user, at=now) is None:
            messages.info(request, _("You offered help to many people today. Try again tomorrow"))
        else:
            messages.success(request, _("Your offer is kept here") if not may_be_emailed(snag.pledge) else _("Sent"))
        return redirect("stuck", uuid)
    today = timezone.localdate(now)
    context = {"snag": snag, "form": form, "days": snag.days_waiting(today), "is_late": snag.is_late(today),
               "can_email": may_be_emailed(snag.pledge)}  # fmt: skip
    return render(request, "pledges/stuck.html", context)


@role(*HELPERS)
@require_POST
def stuck_heard(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A host wrote to them or rang."""
    hear(find(request, uuid), by=request.user, at=timezone.now())
    messages.success(request, _("Noted"))
    return redirect("stuck", uuid)


@role(*HELPERS)
@require_POST
def stuck_close(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Off the list."""
    close_snag(find(request, uuid), by=request.user, at=timezone.now())
    messages.success(request, _("It is off the list"))
    return redirect("stuck_list")


def find(request: SignedInRequest, uuid: UUID) -> Snag:
    """One that this host may read."""
    return get_object_or_404(Snag.objects.helped_by(request.user).oldest_first(), uuid=uuid)
