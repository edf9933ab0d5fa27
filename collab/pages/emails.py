"""The admin's list of emails: states and reasons, never what is in them."""

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.kit.access import role
from members.models import SignedInRequest
from outbox.models import OutgoingEmail, State

A_PAGE = 50
WORST_FIRST = [State.FAILED, State.RETRY, State.CLAIMED, State.DUE, State.SENT, State.CANCELLED]


@role("admin")
@require_safe
def email_list(request: SignedInRequest) -> HttpResponse:
    rank = Case(*(When(state=state, then=Value(n)) for n, state in enumerate(WORST_FIRST)), output_field=IntegerField())
    shown = ("uuid", "purpose", "state", "attempts", "last_error", "written_at", "sent_at")
    emails = OutgoingEmail.objects.only(*shown).order_by(rank, "-written_at", "-pk")
    page = Paginator(emails, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "pages/email_list.html", {"page": page})
