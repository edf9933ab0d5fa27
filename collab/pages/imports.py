"""Bring lists in from a spreadsheet, and take lists out: for organisers."""

from collections.abc import Iterable
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.imports.exporting import LISTS, take_out
from collab.imports.forms import LISTS_OF, ImportForm
from collab.imports.running import columns_of, drop, go_on, say_yes, words_to_use
from collab.kit.access import role
from collab.kit.spreadsheets import csv_response
from members.models import Import, ImportRow, SignedInRequest

A_PAGE = 50
Verdict = ImportRow.Verdict
WORST_FIRST = [Verdict.WRONG, Verdict.DUPLICATE, Verdict.TWICE, Verdict.CHANGES, Verdict.NEW, Verdict.SAME]


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def import_list(request: SignedInRequest) -> HttpResponse:
    form = ImportForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        run = form.begin(by=request.user, at=timezone.now())
        if run is not None:
            go_on(run, at=timezone.now())
            return redirect(run)
    runs = Import.objects.visible_to(request.user).select_related("made_by__contact")[:20]
    context = {"form": form, "runs": runs, "kinds": LISTS_OF, "lists": LISTS.items()}
    return render(request, "pages/import_list.html", context)


@role("admin")
@require_safe
def import_template(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """An empty sheet with our headings and one invented row."""
    if kind not in dict(LISTS_OF):
        return redirect("import_list")
    columns = columns_of(kind)
    return csv_response(f"{kind}-template", [c.heading for c in columns], [[c.example for c in columns]])


@role("admin")
@require_safe
def import_run(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """How far it is; what would happen, row by row; what became of it."""
    run = find(request, uuid)
    return render(request, "pages/import_run.html", preview(request, run))


def preview(request: SignedInRequest, run: Import) -> dict[str, object]:
    """What would happen to its rows, a page at a time, or what became of them."""
    counts = dict(run.rows.order_by().values_list("verdict").annotate(Count("pk")))
    # What is to be put right is shown first.
    shown = request.GET.get("show") or (Verdict.WRONG if Verdict.WRONG in counts else "all")
    return {
        "run": run,
        "page": (page := Paginator(rows_with(run, shown), A_PAGE).get_page(request.GET.get("page"))),
        "rows": [(row, changes_of(row)) for row in page],
        "counts": [(v.value, v.label, counts[v.value]) for v in WORST_FIRST if counts.get(v.value)],
        "wrong": counts.get(Verdict.WRONG, 0),
        "to_save": counts.get(Verdict.NEW, 0) + counts.get(Verdict.CHANGES, 0),
        "shown": shown,
        "lists": words_to_use(run.kind) if Verdict.WRONG in counts else [],
    }


def rows_with(run: Import, verdict: str) -> QuerySet[ImportRow]:
    return run.rows.filter(verdict=verdict) if verdict in Verdict.values else run.rows.all()


def changes_of(row: ImportRow) -> list[tuple[str, str, str]]:
    """What would be different, under the headings that the file has."""
    # Of a list of people who come to a date nothing is changed, and so no row asks for that date's columns.
    headings = {c.name: str(c.heading) for c in columns_of(row.run.kind)}
    return [(headings.get(name, name), before, after) for name, before, after in row.changes]


@role("admin")
@require_safe
def import_wrong(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """The rows to put right, with what is wrong beside each, to mend and bring in again."""
    return rows_to_put_right(find(request, uuid))


def rows_to_put_right(run: Import) -> HttpResponseBase:
    columns = columns_of(run.kind, run.about)
    headings = [*(c.heading for c in columns), _("What to put right")]
    return csv_response("rows-to-put-right", headings, wrong_rows(run, [c.name for c in columns]))


def wrong_rows(run: Import, names: list[str]) -> Iterable[list[str]]:
    for row in run.rows.filter(verdict=Verdict.WRONG):
        yield [*(row.cells.get(name, "") for name in names), ". ".join(row.notes)]


@role("admin")
@require_POST
def import_save(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes: bring in every row."""
    run = find(request, uuid)
    if say_yes(run, by=request.user, at=timezone.now()):
        go_on(run, at=timezone.now())
    return redirect(run)


@role("admin")
@require_POST
def import_drop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """No: leave it."""
    drop(find(request, uuid), by=request.user, at=timezone.now())
    messages.success(request, _("That list was left. Nothing was brought in"))
    return redirect("import_list")


@role("admin")
@require_POST
def export(request: SignedInRequest, kind: str) -> HttpResponseBase:
    """A list to take out. It is logged who took it."""
    if kind not in LISTS:
        return redirect("import_list")
    headings, rows = take_out(kind, by=request.user)
    return csv_response(f"{kind}-{timezone.localdate().isoformat()}", headings, rows)


def find(request: SignedInRequest, uuid: UUID) -> Import:
    return get_object_or_404(Import.objects.visible_to(request.user), uuid=uuid)
