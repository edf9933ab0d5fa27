"""The demo's own pages: who to sign in as, and the emails. Mounted in the demo and nowhere else."""

from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from collab.demo.people import who_can_sign_in
from collab.kit.access import everyone
from members.models import Helper
from outbox.models import Companion, OutgoingEmail

A_PAGE = 25


@everyone
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Whom one can be, and what was sent: to all, or to one of them."""
    emails = OutgoingEmail.objects.order_by("-written_at", "-pk")
    to = request.GET.get("to", "")
    page = Paginator(emails.filter(got_by(to)) if to else emails, A_PAGE).get_page(request.GET.get("page"))
    copies = copies_of(page)
    now = timezone.now()
    rows = [(email, copies.get(email.pk), email.is_held(now)) for email in page]
    return render(request, "pages/demo.html", {"people": who_can_sign_in(), "page": page, "rows": rows, "to": to})


def got_by(address: str) -> Q:
    """What was sent to an address, and what went there as a copy, since somebody there helps another person."""
    found = Q(to=address)
    for helper in Helper.objects.begun().filter(email__iexact=address).select_related("member"):
        until = Q(sent_at__lt=helper.ended_at) if helper.ended_at else Q()
        found |= Q(to__iexact=helper.member.email, sent_at__gte=helper.accepted_at) & until
    return found


def copies_of(emails: Iterable[OutgoingEmail]) -> dict[int, Helper]:
    """Who else gets each of these emails."""
    addresses = {email.to for email in emails}
    helpers = list(Helper.objects.begun().filter(member__email__in=addresses).select_related("member"))
    return {
        email.pk: helper
        for email in emails
        for helper in helpers
        if helper.member.email == email.to and helper.helped_at(email.sent_at or timezone.now())
    }


@everyone
@require_safe
def demo_email(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One email, and who got a copy."""
    email = get_object_or_404(OutgoingEmail, uuid=uuid)
    helper = copies_of([email]).get(email.pk)
    context = {"email": email, "helper": helper, "companion": helper and Companion.objects.beside(email.to),
               "is_held": email.is_held(timezone.now())}  # fmt: skip
    return render(request, "pages/demo_email.html", context)


# Styles stand on each element, as mail programs want it; nothing else of the page's own may run or load.
@everyone
@require_safe
@xframe_options_sameorigin
@csp_override(
    {
        "default-src": ["'none'"],
        "style-src": ["'unsafe-inline'"],
        "base-uri": ["'none'"],
        "form-action": ["'none'"],
        "frame-ancestors": ["'self'"],
        "sandbox": "allow-popups",
    }
)
def demo_email_html(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The HTML of one email, as a mail program would show it."""
    email = get_object_or_404(OutgoingEmail, uuid=uuid)
    companion = copies_of([email]) and Companion.objects.beside(email.to)
    return HttpResponse(companion.marked(email.html) if companion else email.html)
