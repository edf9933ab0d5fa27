"""What people told us is wrong: take it in hand, decide, answer. And what was taken down, with the way back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.items import KINDS, Item, find, titles_of
from collab.kit.access import require, role
from collab.pages.report_forms import DecisionForm
from collab.pages.run.entries import names_of
from collab.reporting import NothingToTakeDown, can_put_back, claim_report, decide_report, is_for, put_back
from commons.models import Report, Takedown
from commons.models.reports import ReportQuerySet
from members.models import Member, SignedInRequest

MOST_SHOWN = 100


def reports_for(member: Member) -> ReportQuerySet:
    """What this person's roles let them decide, apart from what is about themselves."""
    rows = Report.objects.for_organisers() if member.has_role("admin") else Report.objects.for_checkers()
    return rows.not_about(member.contact.uuid)


@role("moderator", "admin")
@require_safe
def run_reports(request: SignedInRequest) -> HttpResponse:
    """What waits, oldest first with its age; below it the last that were decided."""
    mine = reports_for(request.user)
    waiting, decided = list(mine.waiting()[:MOST_SHOWN]), list(mine.decided()[:20])
    items = titles_of((row.kind, row.target) for row in [*waiting, *decided])
    names = names_of(row.claimed_by if row.decided_at is None else row.decided_by for row in [*waiting, *decided])
    context = {
        "waiting": [as_row(row, items, names) for row in waiting],
        "decided": [as_row(row, items, names) for row in decided],
        "now": timezone.now(),
        "is_organiser": request.user.has_role("admin"),
    }
    return render(request, "pages/run/reports.html", context)


def as_row(report: Report, items: dict, names: dict) -> dict[str, object]:
    item = items.get(report.target)
    who = report.claimed_by if report.decided_at is None else report.decided_by
    return {
        "report": report,
        "title": _("A complaint") if report.is_complaint else item.title if item else _("Something that has gone"),
        "kind": KINDS[report.kind].word if report.kind in KINDS else "",
        "who": names.get(who, "") if who else "",
    }


@role("moderator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_report(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One report, the thing it is about, and the decision."""
    report = get_object_or_404(reports_for(request.user), uuid=uuid)
    require(is_for(report, request.user))
    form = DecisionForm(request.POST or None, is_complaint=report.is_complaint)
    if form.is_valid() and decided(request, report, form):
        return redirect("run_reports")
    taken = report.is_claimed_by_another(request.user.uuid, now=timezone.now())
    return render(request, "pages/run/report.html", {
        **to_read(report), "form": form, "taken_by_another": taken, "is_mine": report.reporter == request.user.uuid,
    })  # fmt: skip


def to_read(report: Report) -> dict[str, object]:
    """The report with the thing it is about and the names of those who told, have it in hand, or decided."""
    item, names = find(report.kind, report.target), names_of([report.claimed_by, report.decided_by, report.reporter])
    return {
        "report": report,
        "row": as_row(report, {report.target: item}, names),
        "item": item,
        "reporter": names.get(report.reporter, ""),
        "decider": names.get(report.decided_by, ""),
    }


def decided(request: SignedInRequest, report: Report, form: DecisionForm) -> bool:
    """Decide it, or say on the form why that is not possible now."""
    try:
        is_done = decide_report(report, **form.cleaned_data, by=request.user, at=timezone.now())
    except NothingToTakeDown:
        form.add_error("outcome", _("There is nothing to take down: it is down already, or has gone"))
        return False
    if is_done:
        messages.success(request, _("Decided, and put on record"))
    else:
        messages.info(request, _("Somebody else has it, or decided it just now"))
    return True


@role("moderator", "admin")
@require_POST
def run_report_claim(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take it in hand for 24 hours."""
    report = get_object_or_404(reports_for(request.user), uuid=uuid)
    if not claim_report(report, by=request.user, at=timezone.now()):
        messages.info(request, _("Somebody else has it, or decided it just now"))
    return redirect("run_report", uuid)


@role("moderator", "admin", "safeguarding")
@require_safe
def run_takedowns(request: SignedInRequest) -> HttpResponse:
    """The log of what was taken down, newest first."""
    takedowns = list(Takedown.objects.select_related("report")[:MOST_SHOWN])
    items = titles_of((row.kind, row.target) for row in takedowns)
    names = names_of(who for row in takedowns for who in (row.by, row.put_back_by))
    rows = [takedown_row(row, items.get(row.target), names, reader=request.user) for row in takedowns]
    context = {"rows": rows, "is_organiser": request.user.has_role("admin")}
    return render(request, "pages/run/takedowns.html", context)


def takedown_row(
    row: Takedown, item: Item | None, names: dict[UUID | None, str], *, reader: Member
) -> dict[str, object]:
    """One line of that log, with the way back for those who may take it."""
    return {
        "takedown": row,
        "title": item.title if item else _("Something that has gone"),
        "kind": KINDS[row.kind].word if row.kind in KINDS else row.kind,
        "by": names.get(row.by, ""),
        "put_back_by": names.get(row.put_back_by, ""),
        "can_put_back": item is not None and row.put_back_at is None and can_put_back(reader, row, item),
    }


@role("moderator", "admin", "safeguarding")
@require_http_methods(["GET", "HEAD", "POST"])
def run_put_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """After one more look: shown again, as it was."""
    takedown = get_object_or_404(Takedown, uuid=uuid)
    item = find(takedown.kind, takedown.target)
    require(item is None or can_put_back(request.user, takedown, item))
    if request.method != "POST":
        return render(request, "pages/run/put_back.html", {"takedown": takedown, "item": item})
    if put_back(takedown, by=request.user, at=timezone.now()):
        quiet, told = (
            _("It is shown again. Nobody was written to"),
            _("It is shown again, and whose it is has been told"),
        )
        messages.success(request, quiet if takedown.is_quiet else told)
    else:
        messages.warning(request, _("It was not put back: it has changed, or was put back before"))
    return redirect("run_takedowns")
