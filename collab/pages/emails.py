"""The admin's list of emails: states and reasons, never what is in them."""

from django.core.paginator import Paginator
from django.db.models import Case, IntegerField, Value, When
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from collab.kit.access import role
from members.models import SignedInRequest
from outbox.models import OutgoingEmail, State

A_PAGE = 50
# In the order of the list: the worst first.
STATES = {
    State.FAILED: _("Could not be sent"),
    State.RETRY: _("Tried, we will try again"),
    State.CLAIMED: _("Being sent"),
    State.DUE: _("Waiting to be sent"),
    State.SENT: _("Sent"),
    State.CANCELLED: _("No longer needed"),
}
PURPOSES = {
    "events.confirmed": _("A place is saved"),
    "events.given-back": _("A place was given back"),
    "events.promoted": _("A place came free"),
    "events.waiting": _("A place on the waiting list"),
    "members.code": _("A code to sign in"),
    "members.no_account": _("A code was asked for, and there is no account"),
    "pledges.made": _("A pledge is made"),
    "pledges.reminder": _("How is your pledge going?"),
    "stories.approved": _("A story waits for its teller’s yes"),
    "stories.held": _("A story is held"),
    "stories.published": _("A story is published"),
    "stories.returned": _("A story goes back to its teller"),
    "stories.safeguarding": _("A held story waits for the safeguarding lead"),
}


@role("admin")
@require_safe
def email_list(request: SignedInRequest) -> HttpResponse:
    """Those that could not be sent first, then the newest."""
    rank = Case(*(When(state=state, then=Value(n)) for n, state in enumerate(STATES)), output_field=IntegerField())
    shown = ("uuid", "purpose", "state", "attempts", "last_error", "written_at", "sent_at")
    emails = OutgoingEmail.objects.only(*shown).order_by(rank, "-written_at", "-pk")
    page = Paginator(emails, A_PAGE).get_page(request.GET.get("page"))
    rows = [(email, PURPOSES.get(email.purpose, email.purpose), STATES[State(email.state)]) for email in page]
    return render(request, "pages/email_list.html", {"page": page, "rows": rows})
