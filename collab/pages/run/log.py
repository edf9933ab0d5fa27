"""The log: who did what and when. Rows hold ids; names are looked up as the page is made."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext, gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import role
from collab.kit.spreadsheets import csv_response
from collab.pages.run.entries import WORDS, as_uuid, in_words
from collab.pages.run.people_forms import few_or_all, has_word_like, typed_words
from commons.models import AuditEntry, audit
from members.models import Contact, Member, Organisation, SignedInRequest

A_PAGE = 50
MOST_ROWS = 20_000
MOST_MEANT = 50
# What was done about a person at risk is for the safeguarding leads, the log of it too.
NOT_FOR_ORGANISERS = Q(action__startswith="safeguarding.") | Q(kind="risk-report")


class LogFilter(forms.Form):
    """By what was done, by whom or to whom, by day."""

    marks_optional = False

    action = forms.ChoiceField(
        label=gettext_lazy("What was done"),
        required=False,
        choices=[
            ("", gettext_lazy("Anything")),
            *((code, words) for code, words in WORDS.items() if not code.startswith("safeguarding.")),
        ],
    )
    person = forms.CharField(
        label=gettext_lazy("Person or organisation"),
        required=False,
        max_length=200,
        widget=forms.TextInput({"type": "search", "spellcheck": "false", "autocomplete": "off"}),
        help_text=gettext_lazy("The start of a name or an email."),
    )
    day = forms.DateField(
        label=gettext_lazy("Day"),
        required=False,
        input_formats=["%d/%m/%Y", "%Y-%m-%d", "%d %B %Y"],
        # A day before the first or after the last that there is has no midnight of its own.
        validators=[MinValueValidator(date(2000, 1, 1)), MaxValueValidator(date(2999, 12, 31))],
        widget=forms.DateInput({"autocomplete": "off"}),
        help_text=gettext_lazy("Such as 18/11/2026."),
        error_messages={"invalid": gettext_lazy("Enter a day such as 18/11/2026")},
    )

    def clean_person(self) -> list[UUID]:
        """The ids meant: pages link here by id, people type names."""
        typed = self.cleaned_data["person"]
        if not typed:
            return []
        ids = [one] if (one := as_uuid(typed)) else ids_named(typed)
        if not ids:
            raise forms.ValidationError(gettext("We found nobody like this. Try only the start of the name"))
        if len(ids) > MOST_MEANT:
            raise forms.ValidationError(gettext("Too many have a name like this. Type more of it"))
        return ids


def ids_named(typed: str) -> list[UUID]:
    """Members whose name or address has words that begin like these, and organisations called so."""
    contacts = Contact.objects.annotate(words=Contact.WORDS).order_by()
    for word in (words := typed_words(typed)):
        contacts = contacts.filter(has_word_like(word))
    if not words:
        return []
    members = Member.objects.filter(contact__in=few_or_all(contacts)).order_by().values_list("uuid", flat=True)
    called = Organisation.objects.filter(name__icontains=typed).order_by().values_list("uuid", flat=True)
    return [*members[: MOST_MEANT + 1], *called[: MOST_MEANT + 1]]


def entries_for(form: LogFilter) -> QuerySet[AuditEntry]:
    """The rows an organiser may see, narrowed to what was chosen; none while the choice makes no sense."""
    rows = AuditEntry.objects.exclude(NOT_FOR_ORGANISERS)
    if not form.is_valid():
        return rows.none() if form.is_bound and form.errors else rows
    chosen = form.cleaned_data
    if chosen["action"]:
        rows = rows.filter(action=chosen["action"])
    if chosen["person"]:
        rows = rows.filter(Q(actor__in=chosen["person"]) | Q(target__in=chosen["person"]))
    if chosen["day"]:
        rows = rows.filter(at__range=day_of(chosen["day"]))
    return rows


def day_of(day: date) -> tuple[datetime, datetime]:
    """From midnight to midnight in local time, on days of 23 and 25 hours too."""
    zone = timezone.get_current_timezone()
    begins = datetime.combine(day, datetime.min.time(), tzinfo=zone)
    ends = datetime.combine(day + timedelta(days=1), datetime.min.time(), tzinfo=zone) - timedelta(microseconds=1)
    return begins, ends


@role("admin")
@require_safe
def run_log(request: SignedInRequest) -> HttpResponse:
    """Newest first, paged by key."""
    form = LogFilter(request.GET or None)
    rows = entries_for(form)
    if before := moment_in(request.GET):
        rows = rows.filter(at__lt=before)
    entries = list(rows.order_by("-at", "-pk")[: A_PAGE + 1])
    context = {"form": form, "rows": in_words(entries[:A_PAGE]), "next_url": next_url(request, entries),
               "asked": request.GET.urlencode()}  # fmt: skip
    return render(request, "pages/run/log.html", context)


def moment_in(params: QueryDict) -> datetime | None:
    """Where the page before ended; None for the first page and for nonsense."""
    try:
        when = datetime.fromisoformat(params.get("before", ""))
    except ValueError:
        return None
    return when if timezone.is_aware(when) and 2000 <= when.year < 3000 else None


def next_url(request: HttpRequest, entries: list[AuditEntry]) -> str:
    if len(entries) <= A_PAGE:
        return ""
    following = request.GET.copy()
    following["before"] = entries[A_PAGE - 1].at.isoformat()
    return f"?{following.urlencode()}"


@role("admin")
@require_POST
def run_log_export(request: SignedInRequest) -> HttpResponseBase:
    """The chosen rows as a file. That it was taken is in the log too."""
    form = LogFilter(QueryDict(request.META.get("QUERY_STRING", "")))
    if not form.is_valid():
        return redirect("run_log")
    rows = in_words(entries_for(form).order_by("-at", "-pk")[:MOST_ROWS])
    audit("commons.log_exported", by=request.user.uuid, kind="log", target=None, rows=len(rows))
    head = [
        gettext("When"),
        gettext("Who"),
        gettext("What"),
        gettext("Code"),
        gettext("Of what"),
        gettext("Id"),
        gettext("More"),
    ]
    return csv_response("log", head, map(as_cells, rows))


def as_cells(row: dict[str, Any]) -> list[str | UUID | None]:
    entry: AuditEntry = row["entry"]
    whom = row["whom"] or entry.kind
    return [entry.at.isoformat(), row["who"], row["title"], entry.action, whom, entry.target, row["text"]]
