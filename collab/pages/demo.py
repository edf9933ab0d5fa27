"""The demo's own pages: who to sign in as, and the emails. Mounted in the demo and nowhere else."""

from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_safe

from collab.demo.people import who_can_sign_in
from collab.kit.access import everyone
from outbox.models import OutgoingEmail

A_PAGE = 25


@everyone
@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """Whom one can be, and what was sent: to all, or to one of them."""
    emails = OutgoingEmail.objects.order_by("-written_at", "-pk")
    to = request.GET.get("to", "")
    page = Paginator(emails.filter(to=to) if to else emails, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/demo.html", {"people": who_can_sign_in(), "page": page, "to": to})


@everyone
@require_safe
def demo_email(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return render(request, "pages/demo_email.html", {"email": get_object_or_404(OutgoingEmail, uuid=uuid)})


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
    return HttpResponse(get_object_or_404(OutgoingEmail, uuid=uuid).html)
