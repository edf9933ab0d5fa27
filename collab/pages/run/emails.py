"""Every email as a row: found, sent again, taken back, counted; and addresses without a mailbox."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import role
from collab.kit.models import PublicRow
from collab.pages.emails import PURPOSES, STATES, shown_to, why
from collab.pages.run.entries import as_uuid
from members.models import SignedInRequest
from outbox import actions
from outbox.models import UNSENT, WAITING, BouncedAddress, OutgoingEmail, State

A_PAGE = 50
WEEK = timedelta(days=7)
# Greater than any row's number.
NEWEST = Value(2**62)
# Rows of sent emails go after 90 days: before that there is nothing to count.
KEPT_FOR = timedelta(days=91)
# What is needed to show one: never its words.
SHOWN = ("uuid", "to", "purpose", "state", "is_secret", "attempts", "last_error", "written_at", "sent_at", "bounced_at")


class EmailFilter(forms.Form):
    """To whom, what for, and how far it has got."""

    to = forms.EmailField(
        label=gettext_lazy("To"),
        required=False,
        max_length=254,
        help_text=gettext_lazy("The whole email address."),
        error_messages={"invalid": gettext_lazy("Enter a whole email address, such as name@example.com")},
        widget=forms.EmailInput({"autocomplete": "off", "spellcheck": "false"}),
    )
    purpose = forms.ChoiceField(
        label=gettext_lazy("What it is for"),
        required=False,
        choices=[("", gettext_lazy("Anything")), *PURPOSES.items()],
    )
    state = forms.ChoiceField(
        label=gettext_lazy("How far it has got"),
        required=False,
        choices=[("", gettext_lazy("Anything")), *((state.value, words) for state, words in STATES.items())],
    )

    def narrow(self, emails: QuerySet[OutgoingEmail]) -> QuerySet[OutgoingEmail]:
        """The emails that were asked for; none while what was asked makes no sense."""
        if not self.is_valid():
            return emails.none() if self.is_bound else emails
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        if to := chosen.pop("to", ""):
            emails = emails.filter(to__iexact=to)
        return emails.filter(**chosen)


@role("admin")
@require_safe
def email_list(request: SignedInRequest) -> HttpResponse:
    """Newest first, paged by key."""
    form = EmailFilter(request.GET or None)
    found = form.narrow(OutgoingEmail.objects.only(*SHOWN).annotate(has_words=~Q(text="")))
    emails, next_url = page_by_key(request, found)
    context = {
        "form": form,
        "rows": [as_row(email) for email in emails],
        "next_url": next_url,
        "asked": request.GET.urlencode(),
        "counts": {} if request.GET else how_many_wait(),
    }
    return render(request, "pages/run/emails.html", context)


def as_row(email: OutgoingEmail) -> dict[str, Any]:
    """One email in words, and what may be done about it."""
    return {
        "email": email,
        "purpose": PURPOSES.get(email.purpose, email.purpose),
        "state": STATES[State(email.state)],
        "to": shown_to(email.to),
        "why": why(email),
        "can_send_again": email.state == State.FAILED and vars(email)["has_words"] and not email.is_secret,
        "can_cancel": email.state in WAITING,
    }


def how_many_wait() -> dict[str, int]:
    """What an organiser looks for first."""
    now = timezone.now()
    counted = {
        "failed": Count("pk", filter=Q(state=State.FAILED)),
        "waiting": Count("pk", filter=Q(state__in=UNSENT, due_at__lte=now)),
        "later": Count("pk", filter=Q(state__in=WAITING, due_at__gt=now)),
    }
    gone = BouncedAddress.objects.count()
    return {**OutgoingEmail.objects.filter(state__in=[State.FAILED, *UNSENT]).aggregate(**counted), "gone": gone}


def page_by_key[Row: PublicRow](request: HttpRequest, rows: QuerySet[Row]) -> tuple[list[Row], str]:
    """The page after the row that the address names, and the next one's address. A row that is gone is the start."""
    if uuid := as_uuid(request.GET.get("after", "")):
        last = rows.model._default_manager.filter(uuid=uuid).values("pk")
        rows = rows.filter(pk__lt=Coalesce(Subquery(last), NEWEST))
    found = list(rows.order_by("-pk")[: A_PAGE + 1])
    if len(found) <= A_PAGE:
        return found, ""
    following = request.GET.copy()
    following["after"] = str(found[A_PAGE - 1].uuid)
    return found[:A_PAGE], f"?{following.urlencode()}"


@role("admin")
@require_POST
def email_again(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Try a failed one from the start."""
    email = get_object_or_404(OutgoingEmail, uuid=uuid)
    if actions.send_again(email, by=request.user.uuid, at=timezone.now()):
        messages.success(request, _("It is sent again within a minute"))
    else:
        messages.info(request, _("This one is not waiting to be sent again"))
    return back_to_list(request)


@role("admin")
@require_POST
def email_cancel(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take back what has not begun to be sent."""
    email = get_object_or_404(OutgoingEmail, uuid=uuid)
    if actions.cancel_email(email, by=request.user.uuid):
        messages.success(request, _("It is not sent"))
    else:
        messages.info(request, _("It was too late to take it back"))
    return back_to_list(request)


def back_to_list(request: HttpRequest) -> HttpResponse:
    """To what was chosen there."""
    asked = request.META.get("QUERY_STRING", "")
    return redirect(f"{reverse('email_list')}?{asked}" if asked else "email_list")


@role("admin")
@require_safe
def email_numbers(request: SignedInRequest) -> HttpResponse:
    """A week's emails by what they are for."""
    monday = monday_in(request.GET.get("week", ""), now=timezone.now())
    context = {
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "rows": numbers(monday),
        "earlier": f"?week={monday - WEEK}" if monday > timezone.localdate() - KEPT_FOR else "",
        "later": f"?week={monday + WEEK}" if monday + WEEK <= timezone.localdate() else "",
    }
    return render(request, "pages/run/email_numbers.html", context)


def monday_in(typed: str, *, now: datetime) -> date:
    """The Monday of the week that the address names, or the nearest that there is; for nonsense, this week's."""
    today = timezone.localdate(now)
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        day = today
    day = max(min(day, today), today - KEPT_FOR)
    return day - timedelta(days=day.weekday())


def numbers(monday: date) -> list[dict[str, Any]]:
    """Of each kind: how many were written in these seven days, and what became of those."""
    begins = timezone.make_aware(datetime.combine(monday, datetime.min.time()))
    ends = timezone.make_aware(datetime.combine(monday + WEEK, datetime.min.time()))
    counts = {
        "written": Count("pk"),
        "sent": Count("pk", filter=Q(state=State.SENT)),
        "waiting": Count("pk", filter=Q(state__in=UNSENT)),
        "failed": Count("pk", filter=Q(state=State.FAILED)),
        "cancelled": Count("pk", filter=Q(state=State.CANCELLED)),
    }
    rows = OutgoingEmail.objects.filter(written_at__gte=begins, written_at__lt=ends).values("purpose")
    found: list[dict[str, Any]] = [dict(row) for row in rows.annotate(**counts).order_by()]
    most_first = sorted(found, key=lambda row: (-row["written"], row["purpose"]))
    return [{**row, "title": PURPOSES.get(row["purpose"], row["purpose"])} for row in most_first]


@role("admin")
@require_safe
def address_list(request: SignedInRequest) -> HttpResponse:
    """Where a mail server said that nobody is."""
    rows, next_url = page_by_key(request, BouncedAddress.objects.order_by("-pk"))
    shown = [(row, shown_to(row.address)) for row in rows]
    return render(request, "pages/run/email_addresses.html", {"rows": shown, "next_url": next_url})


@role("admin")
@require_POST
def address_lift(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Write there again. Twice is once."""
    row = BouncedAddress.objects.filter(uuid=uuid).first()
    if row is not None:
        actions.lift(row, by=request.user.uuid)
    messages.success(request, _("We write to this address again"))
    return redirect("address_list")
