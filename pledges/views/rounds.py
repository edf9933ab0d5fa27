"""The round of a group: its pledges gone through when it meets, outcomes tapped, and each person's note sent."""

from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import members, require
from groups.models import Group
from groups.views.finding import find, unless_closed
from members.models import Member, SignedInRequest
from pledges.actions.making import hand_to_group
from pledges.actions.rounds import record_at_round, send_round_notes, undo_at_round
from pledges.forms import HoldForm
from pledges.models import Answer, Pledge
from pledges.models.rounds import MINUTES_EACH, in_sections, round_of
from pledges.permissions import can_answer

UNDO = "undo"


@members
@require_safe
def pledge_round(request: SignedInRequest, slug: str) -> HttpResponse:
    """Stuck first, two minutes each; leads and whoever keeps the notes tap what is said."""
    here, now = find(request, slug), timezone.now()
    require(here.is_in)
    pledges = round_of(here.group, now=now)
    # Those who have said today how it went are of this round too, also where it is over.
    asked = [row for row in pledges if row.is_live or vars(row)["said_today"]]
    context = {"group": here.group, "here": here, "sections": in_sections(pledges), "answers": Answer.Said.choices,
               "minutes": MINUTES_EACH * len(asked), "minutes_each": MINUTES_EACH, "asked": len(asked),
               "today": timezone.localdate(now),
               "said": any(vars(row)["said_today"] for row in pledges)}  # fmt: skip
    return render(request, "pledges/pledge_round.html", context)


@members
@require_POST
@unless_closed
def pledge_round_answer(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """What one person said, tapped by a lead."""
    here, now = find(request, slug), timezone.now()
    require(here.keeps)
    pledge = next((row for row in round_of(here.group, now=now) if row.uuid == uuid), None)
    if pledge is None:
        raise Http404
    said = request.POST.get("say", "")
    if said == UNDO:
        undo_at_round(pledge, at=now)
    elif said in Answer.Said.values:
        line = " ".join(request.POST.get("line", "").replace("\0", " ").split())
        record_at_round(pledge, said=said, line=line, by=request.user, at=now)
    else:
        raise BadRequest
    return redirect(f"{reverse('pledge_round', args=[slug])}#pledge-{uuid}")


@members
@require_POST
@unless_closed
def pledge_round_done(request: SignedInRequest, slug: str) -> HttpResponse:
    """Each person gets the note of what was written down."""
    here = find(request, slug)
    require(here.keeps)
    told = send_round_notes(here.group, by=request.user, at=timezone.now())
    words = ngettext("%(n)s person gets the note by email", "%(n)s people get the note by email", told)
    messages.success(request, words % {"n": told})
    return redirect("pledge_round", slug)


@members
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_group(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Its maker says which of their groups holds it."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).select_related("group"), uuid=uuid)
    require(can_answer(request.user, pledge))
    form = HoldForm(request.POST or None, pledge=pledge, groups=groups_for(request.user, pledge))
    if form.is_valid():
        only = form.cleaned_data["is_only_for_group"]
        hand_to_group(pledge, form.chosen, is_only_for_group=only, at=timezone.now())
        messages.success(request, _("Saved"))
        return redirect(pledge)
    return render(request, "pledges/pledge_group.html", {"form": form, "pledge": pledge})


def groups_for(member: Member, pledge: Pledge) -> list[Group]:
    """Theirs, and the one that holds it now."""
    mine = list(Group.objects.of(member))
    return mine if pledge.group is None or pledge.group in mine else [*mine, pledge.group]
