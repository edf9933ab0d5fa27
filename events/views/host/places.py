"""A host's pages about places: who has one, who waits and why, how many there are, and for whom."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import require, role
from events.actions import (
    Busy,
    Closed,
    TooFewPlaces,
    accept,
    add_for,
    hold_places,
    hold_places_from,
    set_capacity,
    take_off,
)
from events.forms import AddForm, CapacityForm, HeldForm
from events.forms.places import SEEN_AT_ONCE
from events.models import Event, HeldPlaces, Question, SignUp, line_of
from events.permissions import can_host
from events.views.host.finding import find_date, is_closed, why_closed
from events.views.joining import busy
from members.models import SignedInRequest

TAKEN = "events/host/_places_now.html"
MANY = _("Many people change this date at this moment. Press the button again.")


@role("facilitator", "admin")
@require_safe
def host_event_places(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Who has a place, who waits in order and why, and who is not coming."""
    event, now = find_date(request, slug, day), timezone.now()
    require(can_host(request.user, event.series))
    rows = list(SignUp.objects.for_host(event))
    context = {
        **looked_for(rows, request.GET.get("find", "").strip()),
        "event": event,
        "coming": [row for row in rows if row.is_coming],
        "offered": [row for row in rows if row.is_offered],
        "line": line_of(event, [row for row in rows if row.is_waiting], now),
        "gone": [row for row in rows if not row.is_live],
        "held": HeldPlaces.objects.at(event) if event.holds_places(now) else [],
        "is_closed": is_closed(event, now),
        "has_begun": event.starts_at <= now,
    }
    return render(request, "events/host/places.html", context)


def looked_for(rows: list[SignUp], letters: str) -> dict[str, object]:
    """A box to find somebody where there are many, and whom it found."""
    found = [row for row in rows if row.is_called(letters)] if letters else []
    return {"letters": letters, "has_many": len(rows) > SEEN_AT_ONCE, "found": found}


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_place(request: SignedInRequest, slug: str, day: date, uuid: UUID) -> HttpResponse:
    """One person: how to reach them, what they answered; say yes for them, or take them off."""
    event = find_date(request, slug, day)
    require(can_host(request.user, event.series))
    signup = get_object_or_404(SignUp.objects.for_host(event), uuid=uuid)
    if request.method == "POST":
        return changed(request, event, signup)
    answers = signup.answers.select_related("question").order_by("question")
    number = signup.place_in_line() if signup.is_waiting else None
    is_off = is_closed(event, timezone.now())
    context = {"event": event, "signup": signup, "answers": answers, "number": number, "is_closed": is_off}
    return render(request, "events/host/place.html", context)


def changed(request: SignedInRequest, event: Event, signup: SignUp) -> HttpResponse:
    """What the button said, then the list again."""
    signup.event = event
    try:
        if is_closed(event, timezone.now()):
            messages.info(request, why_closed(event))
        elif request.POST.get("do") == "yes" and accept(signup, at=timezone.now(), by=request.user):
            messages.success(request, _("%(name)s has a place") % {"name": signup.contact.name})
        elif request.POST.get("do") == "off":
            take_off(signup, at=timezone.now(), by=request.user)
            messages.success(request, _("%(name)s is off the list") % {"name": signup.contact.name})
    except Busy:
        return busy(request, event)
    return redirect("host_event_places", event.series.slug, event.day)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_add_person(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Somebody who rang."""
    event = find_date(request, slug, day)
    require(can_host(request.user, event.series))
    posted = request.POST if request.method == "POST" else None
    form = AddForm(posted, event=event, questions=Question.objects.asked_at(event))
    if form.is_valid() and (signup := added(request, event, form)):
        return redirect("host_place", slug, day, signup.uuid)
    return form_page(request, event, form, _("Add somebody who rang"), part=TAKEN, words=_("Add them"))


def added(request: SignedInRequest, event: Event, form: AddForm) -> SignUp | None:
    """The row, or nothing with the reason on the form."""
    try:
        signup = add_for(event, form.guest(), by=request.user, at=timezone.now(), **form.wishes())
    except Closed:
        form.add_error(None, why_nobody(event))
        return None
    except Busy:
        form.add_error(None, MANY)
        return None
    said = _("%(name)s has a place") if signup.has_a_place else _("%(name)s waits in line")
    messages.success(request, said % {"name": signup.contact.name})
    return signup


def why_nobody(event: Event) -> str:
    """Nobody can be added: it is off, or people are there already."""
    if event.is_cancelled:
        return _("This date is cancelled, so nobody can be added.")
    return _("This date has begun. Write down whoever comes on the page “Who is here”.")


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_capacity(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """How many places there are. More are offered to those who wait; for fewer, the host picks who moves."""
    event = find_date(request, slug, day)
    require(can_host(request.user, event.series))
    form = CapacityForm(request.POST if request.method == "POST" else None, event=event)
    if form.is_valid() and resized(request, event, form):
        return redirect("host_event_places", slug, day)
    note = _("More places are offered at once to those who wait.")
    return form_page(request, event, form, _("How many places"), part=TAKEN, note=note)


def resized(request: SignedInRequest, event: Event, form: CapacityForm) -> bool:
    """Whether it was done; else the form says why not."""
    data, by, at = form.cleaned_data, request.user, timezone.now()
    try:
        set_capacity(event, data["capacity"], online=data["online"], moving=form.moved, by=by, at=at)
    except TooFewPlaces:
        form.add_error(None, _("Somebody took a place in the meantime. Look again at who moves."))
    except Busy:
        form.add_error(None, MANY)
    else:
        messages.success(request, _("The number of places is changed"))
        return True
    return False


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_held(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Places that are kept for people of some sectors until five days before."""
    event = find_date(request, slug, day)
    require(can_host(request.user, event.series))
    form = HeldForm(request.POST if request.method == "POST" else None, event=event)
    if form.is_valid() and kept(request, event, form):
        messages.success(request, _("Saved"))
        return redirect("host_event_places", slug, day)
    note = _(
        "Until five days before, these places are for people from these sectors only. "
        "The page of the event says so. After that they are for everyone."
    )
    return form_page(request, event, form, _("Keep places for sectors"), note=note)


def kept(request: SignedInRequest, event: Event, form: HeldForm) -> bool:
    """Whether they are kept now; the form says it when somebody was quicker."""
    keep = hold_places_from if form.is_for_all_after else hold_places
    try:
        keep(event, form.places(), by=request.user, at=timezone.now())
    except (Busy, TooFewPlaces):
        form.add_error(None, MANY)
        return False
    return True


def form_page(request: SignedInRequest, event: Event, form: Any, title: str, **more: Any) -> HttpResponse:
    """One form about the places of a date, in the frame that all forms about a date have."""
    back = {"back_url": reverse("host_event_places", args=[event.series.slug, event.day]), "back_words": _("Places")}
    return render(
        request, "events/host/event_form.html", {"event": event, "form": form, "title": title, **back, **more}
    )
