"""The safeguarding lead's own list: reports about people at risk, and held stories. Each look is on record."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.items import KINDS, find
from collab.kit.access import role
from collab.pages.report_forms import NoteForm
from collab.pages.run.entries import in_words, names_of
from collab.reporting import NothingToTakeDown, can_put_back, take_down
from commons.models import AuditEntry, Ending, RiskReport, Takedown, Wrong
from members.models import Member, SignedInRequest
from stories.models import Story

MOST_SHOWN = 100


@role("safeguarding")
@require_safe
def safeguarding(request: SignedInRequest) -> HttpResponse:
    """What waits, oldest first. No words of a report stand here, so that a list is not a look."""
    mine = RiskReport.objects.for_lead(request.user.contact.uuid).defer("words", "answer_to")
    context = {
        "waiting": [(row, KINDS[row.kind].word) for row in mine.waiting()[:MOST_SHOWN] if row.kind in KINDS],
        "ended": [(row, KINDS[row.kind].word) for row in mine.ended()[:20] if row.kind in KINDS],
        "held": Story.objects.checkable_by(request.user).held()[:MOST_SHOWN],
        "now": timezone.now(),
    }
    return render(request, "pages/safeguarding/list.html", context)


@role("safeguarding")
@require_http_methods(["GET", "HEAD", "POST"])
def safeguarding_report(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One report, read through the one door that writes down who looked; notes, and how it ended."""
    form = NoteForm(request.POST or None)
    if form.is_valid():
        report = get_object_or_404(RiskReport.objects.for_lead(request.user.contact.uuid), uuid=uuid)
        keep(request, report, form)
        return redirect("safeguarding_report", uuid)
    read = RiskReport.objects.read(uuid, by=request.user.uuid, contact=request.user.contact.uuid)
    if read is None:
        raise Http404
    notes, looks = list(read.notes.all()), AuditEntry.objects.filter(kind="risk-report", target=uuid)[:50]
    names = names_of([read.ended_by, *(note.by for note in notes)])
    context = {"form": form, "report": read, "kind": KINDS[read.kind].word, **how_it_stands(read, request.user),
               "notes": [(note, names.get(note.by, "")) for note in notes],
               "looks": in_words(looks),
               "reporter": who_told(read), "ended_by": names.get(read.ended_by, "")}  # fmt: skip
    return render(request, "pages/safeguarding/report.html", context)


def how_it_stands(report: RiskReport, lead: Member) -> dict[str, object]:
    """What it is about, since when it is down, and whether this lead may put it back."""
    item = find(report.kind, report.target)
    down = Takedown.objects.filter(kind=report.kind, target=report.target, put_back_at=None).first() if item else None
    return {"item": item, "down": down, "can_put_back": down and item and can_put_back(lead, down, item)}


def who_told(report: RiskReport) -> Member | None:
    """The member who told us, with what the lead needs to ring them; none for a visitor."""
    people = Member.objects.select_related("contact", "profile")
    return people.filter(uuid=report.reporter).first() if report.reporter else None


@role("safeguarding")
@require_http_methods(["GET", "HEAD", "POST"])
def safeguarding_take_down(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """After one more look: what it is about, off every page at once; whose it is gets no letter."""
    report = get_object_or_404(RiskReport.objects.for_lead(request.user.contact.uuid).defer("words"), uuid=uuid)
    if request.method != "POST":
        context = {"report": report, "item": find(report.kind, report.target)}
        return render(request, "pages/safeguarding/take_down.html", context)
    try:
        take_down(report.kind, report.target, wrong=Wrong.OTHER, by=request.user, at=timezone.now(), is_quiet=True)
        messages.success(request, _("It is taken down. Nobody was written to"))
    except NothingToTakeDown:
        messages.info(request, _("There is nothing to take down: it is down already, or has gone"))
    return redirect("safeguarding_report", uuid)


def keep(request: SignedInRequest, report: RiskReport, form: NoteForm) -> None:
    """The note, and the ending where one was chosen."""
    now, by = timezone.now(), request.user.uuid
    report.note(form.cleaned_data["words"], by=by, at=now)
    if ending := form.cleaned_data["ending"]:
        report.end(Ending(ending), by=by, at=now)
    messages.success(request, _("Kept"))
