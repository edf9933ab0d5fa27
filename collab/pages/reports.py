"""Tell us something is wrong, with no account; and complain about us."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.items import KINDS, Item, find_for
from collab.kit.access import everyone
from collab.pages.report_forms import ComplaintForm, ReportForm
from collab.reporting import AT_RISK, Told, file_report, may_report
from commons.models import COMPLAINT, Wrong
from members.actions.signing_in import client
from members.models import Member


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, kind: str, uuid: UUID) -> HttpResponse:
    """What is wrong with this one thing, which the reader can see."""
    item = find_for(request.user, kind, uuid)
    if item is None:
        raise Http404
    form = ReportForm(request.POST or None, initial={"answer_to": address_of(request)})
    if form.is_valid():
        is_risk = form.cleaned_data["wrong"] == AT_RISK
        return take_in(request, form, kind=kind, item=item, wrong=form.cleaned_data["wrong"], is_risk=is_risk)
    return render(request, "pages/reports/report.html", {"form": form, "item": item, "kind": KINDS[kind].word})


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def complaints(request: HttpRequest) -> HttpResponse:
    """How to complain, and a form that reaches an organiser."""
    form = ComplaintForm(request.POST or None, initial={"answer_to": address_of(request)})
    if form.is_valid():
        return take_in(request, form, kind=COMPLAINT, item=None, wrong=Wrong.OTHER.value)
    return render(request, "pages/reports/complaints.html", {"form": form})


@everyone
@require_safe
def report_done(request: HttpRequest) -> HttpResponse:
    """Thank you, and what happens now. It is the same page for everybody."""
    return render(request, "pages/reports/done.html", {"is_risk": "risk" in request.GET})


def take_in(
    request: HttpRequest, form: ComplaintForm, *, kind: str, item: Item | None, wrong: str, is_risk: bool = False
) -> HttpResponse:
    """Keep it within the limits. A robot is thanked like everybody else."""
    now, member = timezone.now(), request.user if isinstance(request.user, Member) else None
    if not may_report(client(request), member, is_risk=is_risk, now=now):
        return render(request, "pages/reports/too_many.html", status=429)
    if not form.is_from_a_robot:
        said = {name: form.cleaned_data[name] for name in ("words", "answer_to", "form_key")}
        file_report(Told(kind=kind, item=item, wrong=wrong, reporter=member, **said), at=now)
    done = redirect("report_done")
    if is_risk:
        done["Location"] += "?risk=1"
    return done


def address_of(request: HttpRequest) -> str:
    """A member need not type theirs; they may empty the box."""
    return request.user.email if isinstance(request.user, Member) else ""
