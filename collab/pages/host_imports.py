"""Bring people, or pledge cards, in to one date from a spreadsheet: each row looked at first, then all or none."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.imports.forms import FileForm
from collab.imports.running import columns_of, drop, go_on, say_yes
from collab.kit.access import role
from collab.kit.spreadsheets import csv_response
from collab.pages.imports import preview, rows_to_put_right
from events.models import Event
from events.permissions import can_host
from events.views.host.finding import find_date
from members.models import Import, SignedInRequest

PAGES = {Import.Kind.SIGN_UPS: "events/host/import.html", Import.Kind.CARDS: "events/host/import_cards.html"}


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_import(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """The file, and the lists so far of this date."""
    return bring_in(request, find_date(request, slug, day), Import.Kind.SIGN_UPS)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_card_import(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """The same for the paper pledge cards of this date."""
    return bring_in(request, find_date(request, slug, day), Import.Kind.CARDS)


def bring_in(request: SignedInRequest, event: Event, kind: Import.Kind) -> HttpResponse:
    """Read the file, and go to what would happen; or ask for it."""
    now = timezone.now()
    form, is_open = FileForm(request.POST or None, request.FILES or None), takes(event, kind, now)
    if is_open and form.is_valid():
        run = form.begin(event, kind=kind, by=request.user, at=now)
        if run is not None:
            go_on(run, at=now)
            return redirect(run)
    runs = Import.objects.of_date(event.uuid, kind).select_related("made_by__contact")[:20]
    context = {"event": event, "form": form, "runs": runs, "is_open": is_open}
    return render(request, PAGES[kind], context)


def takes(event: Event, kind: str, now: datetime) -> bool:
    """People until sign-up closes; cards from when the wall opens, and days later too."""
    return now >= event.wall_opens_at if kind == Import.Kind.CARDS else event.takes_sign_ups(now)


@role("facilitator", "admin")
@require_safe
def host_import_template(request: SignedInRequest, slug: str, day: date) -> HttpResponseBase:
    """An empty sheet with our headings, this date's questions among them, and one invented row."""
    columns = columns_of(Import.Kind.SIGN_UPS, find_date(request, slug, day).uuid)
    return csv_response("people-template", [c.heading for c in columns], [[c.example for c in columns]])


@role("facilitator", "admin")
@require_safe
def host_card_template(request: SignedInRequest, slug: str, day: date) -> HttpResponseBase:
    """The same for pledge cards."""
    columns = columns_of(Import.Kind.CARDS, find_date(request, slug, day).uuid)
    return csv_response("cards-template", [c.heading for c in columns], [[c.example for c in columns]])


@role("facilitator", "admin")
@require_safe
def host_import_run(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What would happen, row by row; what became of it."""
    run, event = find(request, uuid)
    return render(request, "events/host/import_run.html", {**preview(request, run), "event": event})


@role("facilitator", "admin")
@require_safe
def host_import_wrong(request: SignedInRequest, uuid: UUID) -> HttpResponseBase:
    """The rows to put right, with what is wrong beside each, to mend and bring in again."""
    run, _event = find(request, uuid)
    return rows_to_put_right(run)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_import_save(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes: sign all of them up. Its typed address is the list's page."""
    run, event = find(request, uuid)
    if request.method != "POST":
        return redirect(run)
    if not takes(event, run.kind, timezone.now()):
        messages.info(request, _("Sign-up has closed. Nobody was brought in"))
    elif say_yes(run, by=request.user, at=timezone.now()):
        go_on(run, at=timezone.now())
        # When places went in the meantime this looks at the rows anew; else there is nothing left to do.
        go_on(run, at=timezone.now())
    return redirect(run)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_import_drop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """No: leave it. Its typed address is the list's page."""
    run, event = find(request, uuid)
    if request.method != "POST":
        return redirect(run)
    drop(run, by=request.user, at=timezone.now())
    messages.success(request, _("That list was left. Nothing was brought in"))
    return redirect(
        "host_card_import" if run.kind == Import.Kind.CARDS else "host_import", event.series.slug, event.day
    )


def find(request: SignedInRequest, uuid: UUID) -> tuple[Import, Event]:
    """A list of a date that this person hosts, and the date."""
    run = get_object_or_404(Import, uuid=uuid, about__isnull=False)
    event = get_object_or_404(Event.objects.with_details(), uuid=run.about)
    if not can_host(request.user, event.series):
        raise Http404
    return run, event
