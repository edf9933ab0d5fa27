"""What a series says of itself, who it is for, how many places, where, and its plan."""

from copy import copy
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from collab.kit.components.events import day_words
from events.actions import change_places, change_plan, change_venue, describe, move_house, open_to_others, venue_row
from events.forms.hosting import AudienceForm, PlacesForm, PlanForm, VenueForm, WordsForm, as_lines
from events.forms.setting_up import PlaceForm
from events.models import Series
from events.models.plans import PLAN_TEMPLATES, plan_template
from events.models.series import run_by
from events.permissions import can_rename
from events.views.host.finding import find_series, posted, unless_busy
from groups.models import Group
from members.models import Member, Role, SignedInRequest


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_words(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its name, what it is about, its kind."""
    series = find_series(request, slug)
    form = WordsForm(posted(request), instance=series)
    if form.is_valid():
        describe(series, at=timezone.now(), **form.cleaned_data)
        return saved(request, series)
    return page(request, series, form, _("Words"))


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_audience(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everyone, members, a group, or whoever has the link."""
    series = find_series(request, slug)
    initial = {"audience": series.audience, "group": series.group.slug if series.group else ""}
    form = AudienceForm(posted(request), groups=groups_for(request.user), initial=initial)
    if form.is_valid():
        open_to_others(series, by=request.user, **form.cleaned_data)
        return saved(request, series)
    return page(request, series, form, _("Who it is for"), part="_audience")


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def host_places(request: SignedInRequest, slug: str) -> HttpResponse:
    """How many, in the room and from home. Dates where more are taken keep what they have."""
    series = find_series(request, slug)
    form = PlacesForm(posted(request), instance=series)
    if form.is_valid():
        kept = change_places(series, at=timezone.now(), **form.cleaned_data)
        for event in kept:
            words = _("%(event)s keeps its places, because more are taken.")
            messages.warning(request, words % {"event": day_words(event.starts_at)})
        return saved(request, series)
    return page(request, series, form, _("Places"))


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def host_venue(request: SignedInRequest, slug: str) -> HttpResponse:
    """Another usual place. People with a place or a number at the coming dates are told."""
    series = find_series(request, slug)
    form = PlaceForm(posted(request), host=request.user, venue=series.venue)
    if form.is_valid():
        move_house(series, venue_row(form.venue()), at=timezone.now())
        return saved(request, series, to="host_access")
    return page(request, series, form, _("Where it is"), part="_venue")


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def host_access(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its name and address, how people get there, and what helps them get in and take part."""
    series = find_series(request, slug)
    if series.venue is None:
        return redirect("host_venue", slug)
    venue, now, by = series.venue, timezone.now(), request.user
    form = VenueForm(posted(request), instance=copy(venue), can_rename=(may := can_rename(by, venue, now)))
    if form.is_valid():
        change_venue(venue, by=by, at=now, **form.cleaned_data)
        return saved(request, series)
    others = who_meets_there(by, series, now)
    return page(request, series, form, _("The place, and getting in"), part="_access", can_rename=may, **others)


def who_meets_there(member: Member, series: Series, now: datetime) -> dict[str, Any]:
    """The other series at its place: by name those that this member may see, the rest as a number."""
    assert series.venue
    others = Series.objects.meeting_at(series.venue, now).exclude(pk=series.pk)
    named = others.filter(Q(pk__in=Series.objects.visible_to(member).values("pk")) | run_by(member))
    return {"others": named, "others_more": others.count() - named.count()}


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """The usual plan; ?from= puts one of the three in the box, and nothing is saved yet."""
    series = find_series(request, slug)
    form = plan_form(request, series.plan)
    if form.is_valid():
        change_plan(series, form.cleaned_data["plan"], at=timezone.now())
        return saved(request, series)
    return page(request, series, form, _("Plan"), part="_templates", templates=PLAN_TEMPLATES)


def plan_form(request: SignedInRequest, plan: list[dict[str, Any]]) -> PlanForm:
    """The plan in lines, or the one that was picked to begin from."""
    picked = plan_template(request.GET.get("from", ""))
    return PlanForm(posted(request), initial={"plan": as_lines(plan if picked is None else picked)})


def groups_for(member: Member) -> Any:
    """Their own groups; an organiser may choose any."""
    listed = Group.objects.visible_to(member).filter(closed_at=None).order_by("name")
    if member.has_role(Role.ADMIN):
        return listed
    return listed.filter(memberships__member=member, memberships__state="in")


def saved(request: SignedInRequest, series: Series, *, to: str = "host_series") -> HttpResponse:
    messages.success(request, _("Saved"))
    return redirect(to, series.slug)


def page(
    request: SignedInRequest, series: Series, form: Any, title: str, *, part: str = "", **more: Any
) -> HttpResponse:
    """One form about a series."""
    part = f"events/host/{part}.html" if part else ""
    return render(
        request, "events/host/series_form.html", {"series": series, "form": form, "title": title, "part": part, **more}
    )
