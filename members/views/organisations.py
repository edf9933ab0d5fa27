"""Organisations, open to everyone; the people in them, to members."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import everyone, members, require, second_factor_passed
from collab.kit.components.events import clock
from commons.models import AuditEntry
from members.actions.organisations import add_organisation, change_organisation, may_add_organisation
from members.filters import OrganisationFilter, chosen
from members.forms.organisations import NewOrganisationForm, OrganisationForm
from members.models import Affiliation, Member, Organisation, Profile, SignedInRequest
from members.models.history import PARTS, WORDS
from members.models.organisations import OrganisationQuerySet
from members.permissions import can_edit_organisation

A_PAGE, COUNT_UP_TO, PEOPLE_SHOWN = 20, 1000, 50


@everyone
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    """By name; the last page costs what the first does."""
    found = OrganisationFilter(request.GET, Organisation.objects.order_by())
    count = found.qs[: COUNT_UP_TO + 1].count()
    rows, next_url = page_of(found.qs.with_joined().select_related("sector"), request.GET)
    context = {"filter": found, "page": rows, "next_url": next_url, "chosen": chosen(found, request.GET),
               "count": min(count, COUNT_UP_TO), "is_capped": count > COUNT_UP_TO,
               "is_later_page": "after" in request.GET}  # fmt: skip
    return render(request, "members/organisation_list.html", context)


def page_of(rows: OrganisationQuerySet, params: QueryDict) -> tuple[list[Organisation], str]:
    """One page that begins after a named row, and the address of the next."""
    slug = params.get("after", "").replace("\0", "")
    last = Organisation.objects.filter(slug=slug).first() if slug else None
    shown = list(rows.after(last)[: A_PAGE + 1])
    if len(shown) <= A_PAGE:
        return shown, ""
    following = params.copy()
    following["after"] = shown[A_PAGE - 1].slug
    return shown[:A_PAGE], f"?{following.urlencode()}"


@everyone
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What it does and where, and for members who is there."""
    row = get_object_or_404(Organisation.objects.with_joined().select_related("sector"), slug=slug)
    people = Profile.objects.visible_to(request.user).at(row).in_rows()[:PEOPLE_SHOWN]
    context = {"organisation": row, "people": people, "places": row.places.select_related("parent"),
               **ties_here(request, row)}  # fmt: skip
    return render(request, "members/organisation.html", context)


def ties_here(request: HttpRequest, row: Organisation) -> dict[str, Any]:
    """What the person who looks has to do with it: their own tie, and what they may change."""
    if not isinstance(request.user, Member):
        return {"tie": None, "can_edit": False, "is_there": False, "waiting": 0, "is_organiser": False}
    ties = Affiliation.objects.of(request.user).filter(organisation=row, ended_at=None)
    tie = ties.exclude(state=Affiliation.State.REFUSED).first()
    can_edit = edits(request, row)
    waiting = row.affiliations.waiting().exclude(contact=request.user.contact_id).count() if can_edit else 0
    is_there = request.user.contact.organisation_id == row.pk or bool(tie and tie.state == tie.State.CONFIRMED)
    is_organiser = can_edit and request.user.has_role("admin")
    return {"tie": tie, "can_edit": can_edit, "is_there": is_there, "waiting": waiting, "is_organiser": is_organiser}


def edits(request: HttpRequest, row: Organisation) -> bool:
    """Who is confirmed there; and an organiser who has passed a second factor, as on staff pages."""
    user = request.user
    is_organiser = isinstance(user, Member) and user.has_role("admin") and second_factor_passed(request)
    return is_organiser or (isinstance(user, Member) and can_edit_organisation(user, row))


@members
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_create(request: SignedInRequest) -> HttpResponse:
    """List one that is not here yet."""
    form = NewOrganisationForm(request.POST or None)
    if form.is_valid() and not may_add_organisation(request.user, now=timezone.now()):
        form.add_error(None, _("You have listed many today. Go on tomorrow, or ring us"))
    if form.is_valid():
        row = add_organisation(form.filled(), places=form.cleaned_data["places"], by=request.user)
        messages.success(request, _("%(name)s is listed") % {"name": row.name})
        return redirect(row)
    return render(request, "members/organisation_create.html", {"form": form})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its page, changed by those who work there."""
    row = get_object_or_404(Organisation, slug=slug)
    require(edits(request, row))
    form = OrganisationForm(request.POST or None, instance=row)
    if form.is_valid():
        places = form.cleaned_data["places"]
        change_organisation(form.filled(), places=places, changed=form.changed_columns(), by=request.user)
        messages.success(request, _("The page is changed"))
        return redirect(row)
    return render(request, "members/organisation_edit.html", {"form": form, "back_url": row.get_absolute_url()})


@members
@require_safe
def organisation_history(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who changed which part, and when."""
    row = get_object_or_404(Organisation, slug=slug)
    require(edits(request, row))
    entries = list(AuditEntry.objects.filter(kind="organisation", target=row.uuid, action__in=WORDS)[:100])
    actors = Member.objects.filter(uuid__in={entry.actor for entry in entries})
    names = {member.uuid: member.contact.name for member in actors}
    context = {"organisation": row, "items": [as_item(entry, names) for entry in entries]}
    return render(request, "members/organisation_history.html", context)


def as_item(entry: AuditEntry, names: dict[Any, str]) -> dict[str, Any]:
    """One line of the history; who has left the network is somebody."""
    parts = [PARTS[name] for name in str(entry.facts.get("changed", "")).split(",") if name in PARTS]
    who = names.get(entry.actor, _("somebody")) if entry.actor else _("their email address")
    day = f"{date_format(timezone.localtime(entry.at), 'j F Y')}, {clock(entry.at)}"
    return {"title": WORDS[entry.action], "when": day, "who": who, "text": ", ".join(map(str, parts)).capitalize()}
