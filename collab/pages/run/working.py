"""Whether what the clock starts has run, and what it had to put right."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collab.health import health, late_jobs
from collab.kit.access import role
from commons.models import Finding
from members.models import SignedInRequest

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

MOST_FINDINGS = 50
FOUND: dict[str, "StrOrPromise"] = {
    "events.places": _("Places at events that were counted wrong or not offered"),
    "outbox.claimed_too_long": _("Emails that a sender left behind"),
    "outbox.due_too_long": _("Emails that nobody sent in time"),
    "pledges.reminder_late": _("Reminders that nobody wrote in time"),
    "pledges.reminder_missing": _("Reminders that had gone missing"),
    "pledges.reminder_without_email": _("Reminders whose email had gone missing"),
}


@role("admin")
@require_safe
def run_working(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    found = Finding.objects.order_by("-at", "-pk")[:MOST_FINDINGS]
    context = {
        "jobs": list(late_jobs(now)),
        "health": health(now),
        "findings": [(row, FOUND.get(row.what, row.what)) for row in found],
    }
    return render(request, "pages/run/working.html", context)
