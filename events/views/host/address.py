"""A guest's mistyped address, put right by a host."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import require, role
from events.actions import Busy, correct_for_guest, may_correct
from events.forms import GuestEmailForm
from events.models import SignUp
from events.permissions import host_can_correct_email
from events.views.host.finding import find_date
from members.models import SignedInRequest


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_guest_email(request: SignedInRequest, slug: str, day: date, uuid: UUID) -> HttpResponse:
    """The right address; the place and its emails go there, and the old links end."""
    event, now = find_date(request, slug, day), timezone.now()
    signup = get_object_or_404(event.signups.select_related("contact", "event"), uuid=uuid)
    require(host_can_correct_email(signup, now))
    posted = request.POST if request.method == "POST" else None
    form = GuestEmailForm(posted, initial={"email": signup.contact.email})
    if form.is_valid() and corrected(request, signup, form):
        return redirect("host_pack", slug, day)
    return render(request, "events/host/guest_email.html", {"event": event, "form": form, "signup": signup})


def corrected(request: SignedInRequest, signup: SignUp, form: GuestEmailForm) -> bool:
    """False when it has to be tried again later, which is said beside the box."""
    now = timezone.now()
    if not may_correct(signup, by=request.user, at=now):
        form.add_error("email", _("Many addresses were changed today. Try again tomorrow"))
        return False
    try:
        correct_for_guest(signup, form.cleaned_data["email"], by=request.user, at=now)
    except Busy:
        form.add_error(None, _("Many people are saving a place at this moment. Press the button again."))
        return False
    messages.success(request, _("Saved. We have written to the new address"))
    return True
