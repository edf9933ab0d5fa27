"""A series in numbers, for its hosts: the table first, then the same as a drawing; and as a file."""

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import role
from collab.kit.spreadsheets import csv_response
from collab.kit.workbooks import xlsx_response
from events.actions.exporting import take_numbers
from events.models import Debrief
from events.models.counting import SeriesCount, count_series
from events.models.places import ENOUGH_TO_SHOW
from events.views.host.finding import find_series, typed_leads_to
from members.models import SignedInRequest

# The cloth of the bars of months: it stands for no sector here.
PLAIN_CLOTH = "faith"


@role("facilitator", "admin")
@require_safe
def host_numbers(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who came, who came again, which sectors, month by month."""
    series = find_series(request, slug)
    counted = count_series(series, timezone.now())
    context = {
        "series": series,
        "counted": counted,
        "dates": counted.dates[::-1],
        "sectors": counted.sectors.most_common(),
        "months_drawn": months_drawn(counted),
        "sectors_drawn": sectors_drawn(counted),
        "debriefs": Debrief.objects.in_series(series),
    }
    return render(request, "events/host_numbers.html", context)


def months_drawn(counted: SeriesCount) -> list[tuple[str, int, str]]:
    """What may be drawn: a bar that shows three people says so as plainly as a number."""
    return [
        (PLAIN_CLOTH, month.came, date_format(month.when, "M Y"))
        for month in counted.months
        if month.came >= ENOUGH_TO_SHOW
    ]


def sectors_drawn(counted: SeriesCount) -> list[tuple[str, int, str]]:
    """The same for sectors; whoever named none is in the table."""
    rows = counted.sectors.most_common()
    return [(cloth, people, name) for (cloth, name), people in rows if cloth and people >= ENOUGH_TO_SHOW]


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_numbers")
def host_numbers_take(request: SignedInRequest, slug: str) -> HttpResponseBase:
    """The table as CSV or XLSX. It is logged who took it."""
    series, form = find_series(request, slug), request.POST.get("form", "csv")
    if form not in {"csv", "xlsx"}:
        return redirect("host_numbers", slug)
    headings, rows = take_numbers(series, by=request.user, at=timezone.now(), form=form)
    name = f"{slug}-{timezone.localdate().isoformat()}"
    return (xlsx_response if form == "xlsx" else csv_response)(name, headings, rows)
