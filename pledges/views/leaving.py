"""Leaving an organisation, and taking on a pledge that somebody leaves behind."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link, members, require
from members.models import Affiliation, Contact, Member, Organisation, Profile, SignedInRequest
from members.views.organisations import edits
from pledges.actions.leaving import answer_hand_over, leave, see_off
from pledges.emails import HAND_OVER
from pledges.forms.leaving import LeavingForm
from pledges.models import HandOver, Pledge
from pledges.views.links import opens

CHOOSE_WITHIN = timedelta(days=90)
MOST_COLLEAGUES, MOST_PLEDGES = 100, 20


@members
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_leave(request: SignedInRequest, slug: str) -> HttpResponse:
    """I have left: and what becomes of my pledges."""
    row, now = get_object_or_404(Organisation, slug=slug), timezone.now()
    is_there, has_left = stands(request.user, row)
    if not is_there and not has_left:
        raise Http404
    pledges = list(Pledge.objects.by(request.user.contact).live().order_by("-made_at")[:MOST_PLEDGES])
    form = LeavingForm(request.POST or None, pledges=pledges, colleagues=colleagues(request.user, row))
    if request.method == "POST" and (form.is_valid() or not pledges):
        leave(request.user.contact, row, choices=list(form.choices()), by=request.user, at=now)
        messages.success(request, _("You have left %(name)s") % {"name": row.name})
        return redirect("me")
    context = {"organisation": row, "form": form, "pledges": pledges, "has_left": has_left and not is_there}
    return render(request, "pledges/organisation_leave.html", context)


def stands(member: Member, row: Organisation) -> tuple[bool, bool]:
    """Whether they are there or have asked to be, and whether they left lately."""
    lately = timezone.now() - CHOOSE_WITHIN
    ties = Affiliation.objects.of(member).filter(organisation=row)
    ends = list(ties.filter(Q(ended_at=None) | Q(ended_at__gt=lately)).exclude(state="refused").values_list("ended_at"))
    is_there = member.contact.organisation_id == row.pk or (None,) in ends
    return is_there, any(ended_at for (ended_at,) in ends)


def colleagues(member: Member, row: Organisation) -> list[Contact]:
    """Those of the organisation whom members may find."""
    found = Profile.objects.visible_to(member).at(row).exclude(member=member).in_rows()
    return [profile.member.contact for profile in found[:MOST_COLLEAGUES]]


@members
@require_POST
def affiliation_left(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Somebody who works there, or an organiser, says that a colleague has left."""
    row = get_object_or_404(Organisation, slug=slug)
    require(edits(request, row))
    others = row.affiliations.live().exclude(contact=request.user.contact_id)
    tie = get_object_or_404(others.select_related("contact", "organisation"), uuid=uuid)
    see_off(tie, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s is not here any more. They get an email") % {"name": tie.contact.name})
    return redirect("affiliation_list", slug)


def find(uuid: UUID) -> HandOver:
    """What a link asks about."""
    rows = HandOver.objects.select_related("pledge__event__series", "pledge__sector", "from_contact", "to_contact")
    return rows.get(uuid=uuid)


@by_link
@opens(HAND_OVER, find)
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, handover: HandOver, token: str) -> HttpResponse:
    """Could you take this on? Yes or no."""
    if request.method == "POST" and request.POST.get("say") in ("yes", "no"):
        answer_hand_over(handover, yes=request.POST["say"] == "yes", at=timezone.now())
        return redirect(request.path)
    context = {"handover": handover, "pledge": handover.pledge, "is_live": handover.pledge.is_live}
    return render(request, "pledges/hand_over.html", context)
