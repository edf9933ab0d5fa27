"""One date: change it, give it a plan of its own, leave it out, add one, cancel it, or bring it back."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from collab.kit.components.events import day_words
from events.actions import (
    DayTaken,
    HasPeople,
    TooFewPlaces,
    add_date,
    bring_back,
    cancel_date,
    cancel_from,
    change_date,
    change_from,
    name_access_lead,
    put_on_again,
    skip_date,
    venue_row,
)
from events.forms.dates import CancelForm, ChangeForm, DateForm
from events.models import Event, Series, access_lead_of
from events.models.plans import PLAN_TEMPLATES
from events.views.host.finding import find_date, find_series, posted, typed_leads_to, unless_busy, unless_closed
from events.views.host.series import plan_form
from members.models import SignedInRequest


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
@unless_closed
def host_change(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Another day, time or place, its words; for this date, or for all after it too."""
    event = find_date(request, slug, day)
    form = ChangeForm(posted(request), event=event, host=request.user)
    if form.is_valid() and (now := changed(request, form, event)):
        messages.success(request, _("Saved"))
        return redirect(now.get_host_url())
    gets = _("They get an email if the day, the time or the place changes, or a link that they were sent.")
    return page(request, event, form, _("Change this date"), gets=gets)


def changed(request: SignedInRequest, form: ChangeForm, event: Event) -> Event | None:
    """The date as it is now; nothing when its new day is taken."""
    change, at = form.change(venue_row(form.venue())), timezone.now()
    make = change_from if form.is_for_all_after else change_date
    try:
        now = make(event, change, by=request.user, at=at)
    except DayTaken:
        form.add_error("day", _("There is another date on that day"))
        return None
    except TooFewPlaces:
        form.add_error("capacity", _("Somebody took a place in the meantime. Look again at the numbers."))
        return None
    lead = form.cleaned_data.get("lead")
    if lead and lead != access_lead_of(now):
        name_access_lead(now, lead, by=request.user)
    if form.is_for_all_after and form.changes_places:
        name_kept(request, now)
    return now


def name_kept(request: SignedInRequest, event: Event) -> None:
    """Later dates that have other places, because more are taken."""
    later = event.series.dates.filter(starts_at__gt=event.starts_at, cancelled_at=None)
    for one in later.exclude(capacity=event.capacity, online_capacity=event.online_capacity).order_by("starts_at"):
        words = _("%(event)s keeps its places, because more are taken.")
        messages.warning(request, words % {"event": day_words(one.starts_at)})


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def host_event_plan(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """A plan for this date alone."""
    event = find_date(request, slug, day)
    form = plan_form(request, event.plan)
    if form.is_valid():
        event.set_plan(form.cleaned_data["plan"])
        messages.success(request, _("Saved"))
        return redirect(event.get_host_url())
    return page(request, event, form, _("Plan"), part="events/host/_templates.html", templates=PLAN_TEMPLATES)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
@unless_closed
def host_cancel(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """It is off, with a reason. Everybody with a place or a number gets an email."""
    event = find_date(request, slug, day)
    form = CancelForm(posted(request), event=event)
    if form.is_valid():
        cancel = cancel_from if form.is_for_all_after else cancel_date
        cancel(event, because=form.cleaned_data["because"], by=request.user, at=timezone.now())
        messages.success(request, _("Cancelled. Everybody who had a place or a number is told."))
        return redirect(event.get_host_url())
    words, gets = _("Cancel it and tell people"), _("They get an email with your reason.")
    return page(request, event, form, _("Cancel this date"), gets=gets, words=words)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def host_on_again(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """What was cancelled by mistake is on again. Everybody keeps what they had, and is told."""
    event, now = find_date(request, slug, day), timezone.now()
    if not event.can_be_on_again(now):
        return redirect(event.get_host_url())
    if request.method == "POST":
        put_on_again(event, by=request.user, at=now)
        messages.success(request, _("It is on again. Everybody who had a place or a number is told."))
        return redirect(event.get_host_url())
    gets, words = _("They keep it, and get an email that it is on."), _("Bring it back and tell people")
    part = "events/host/_on_again.html"
    return page(request, event, None, _("Bring this date back"), gets=gets, words=words, part=part)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_event")
@unless_busy
@unless_closed
def host_skip(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Leave it out, while nobody has signed up."""
    event = find_date(request, slug, day)
    try:
        skip_date(event, at=timezone.now())
    except HasPeople:
        messages.warning(request, _("Somebody has signed up. Cancel it with a reason, so that they are told."))
        return redirect("host_cancel", slug, day)
    messages.success(request, _("That date is left out. You can bring it back."))
    return redirect("host_series", slug)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_series")
@unless_busy
def host_bring_back(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """A day that was left out is a date again."""
    bring_back(find_series(request, slug), day, at=timezone.now())
    messages.success(request, _("That date is back"))
    return redirect("host_series", slug)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def host_add(request: SignedInRequest, slug: str) -> HttpResponse:
    """One more date, besides the rule."""
    series = find_series(request, slug)
    initial = {"span": (series.starts, series.ends)}
    form = DateForm(posted(request), host=request.user, venue=series.venue, initial=initial)
    if form.is_valid() and (event := added(form, series)):
        messages.success(request, what_was_added(event))
        return redirect(event.get_host_url())
    context = {"series": series, "form": form, "title": _("Add a date")}
    return render(request, "events/host/series_form.html", context)


def what_was_added(event: Event) -> str:
    """That it is there, whom it covers, and that the room must hold them."""
    people = event.taken + event.online_taken
    if not people:
        return _("The date is added")
    words = ngettext(
        "The date is added. %(n)s person who is signed up has a place here too, and is told.",
        "The date is added. %(n)s people who are signed up have a place here too, and are told.",
        people,
    )
    is_larger = event.capacity > event.series.capacity or event.online_capacity > event.series.online_capacity
    room = _("It has more places than usual for that: see that the room is large enough.")
    return f"{words % {'n': people}} {room if is_larger else ''}".strip()


def added(form: DateForm, series: Series) -> Event | None:
    """The new date; nothing when its day is taken."""
    data, (starts, ends) = form.cleaned_data, form.cleaned_data["span"]
    try:
        return add_date(
            series,
            day=data["day"],
            starts=starts,
            ends=ends,
            venue=venue_row(form.venue()),
            theme=data["theme"],
            at=timezone.now(),
        )
    except DayTaken:
        form.add_error("day", _("There is a date on that day, or one was moved away from it"))
        return None


def page(request: SignedInRequest, event: Event, form: Any, title: str, *, gets: str = "", **more: Any) -> HttpResponse:
    """One form about a date; who hears of it and what they get, where somebody does."""
    told = {**who_is_told(event), "what_they_get": gets} if gets else {}
    context = {"event": event, "form": form, "title": title, **told, **more}
    return render(request, "events/host/event_form.html", context)


def who_is_told(event: Event) -> dict[str, str]:
    """How many have a place or a number, and how many of them no email reaches."""
    live = event.signups.live()
    told, to_ring = live.count(), live.filter(contact__email="").count()
    words = ngettext("%(n)s person has a place or a number.", "%(n)s people have a place or a number.", told)
    ring = ngettext("%(n)s of them has no email: ring them.", "%(n)s of them have no email: ring them.", to_ring)
    return {"told": words % {"n": told} if told else "", "to_ring": ring % {"n": to_ring} if to_ring else ""}
