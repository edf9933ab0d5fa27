"""Joining a group, leaving it, and the leads' page about its people."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import members, require, role, second_factor_passed
from commons.models import within_limit
from groups.actions.people import (
    LastLead,
    answer_ask,
    answer_invitation,
    appoint_lead,
    change_role,
    end_membership,
    invite,
    join,
    leave,
)
from groups.forms import AskForm, LeaveForm
from groups.models import Group, Membership
from groups.views.finding import Here, find, see, unless_closed, within_a_day
from members.models import Member, Profile, SignedInRequest

ASKED_A_DAY, INVITED_A_DAY = 20, 60
FOUND, PEOPLE_ON_A_PAGE = 10, 200
OUT = "out"


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_join(request: SignedInRequest, slug: str) -> HttpResponse:
    """One press where it is open; else a line to the leads."""
    here = find(request, slug)
    form = AskForm(request.POST if request.method == "POST" else None)
    if not here.may_join:
        return redirect(here.group)
    if form.is_valid() and within_a_day(form, "groups.ask", request.user, ASKED_A_DAY):
        mine = join(here.group, by=request.user, at=timezone.now(), message=form.cleaned_data["message"])
        messages.success(request, welcome_words(mine))
        return redirect(here.group)
    return render(request, "groups/group_join.html", {"form": form, "group": here.group})


def welcome_words(mine: Membership) -> str:
    if mine.is_in:
        return _("You are in the group. Welcome.")
    return _("The leads have your message. We write to you when they answer.")


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_leave(request: SignedInRequest, slug: str) -> HttpResponse:
    """Leave, after one more look; whoever leads alone chooses who leads next."""
    here = see(request, slug)
    if here.mine is None or here.mine.state not in {"in", "asked"} or here.group.is_closed:
        return redirect(here.group)
    others = Membership.objects.current().filter(group=here.group).exclude(member=request.user).with_people()
    is_alone = here.leads and not others.leads().exists()
    form = LeaveForm(request.POST or None, others=others)
    if request.method == "POST" and (not is_alone or form.is_valid()):
        next_lead = form.cleaned_data["next_lead"] if is_alone else None
        return left(request, here, next_lead)
    context = {"form": form, "group": here.group, "mine": here.mine, "is_alone": is_alone, "others": others[:1]}
    return render(request, "groups/group_leave.html", context)


def left(request: SignedInRequest, here: Here, next_lead: Membership | None) -> HttpResponse:
    """On to the group's page, or back to the choice when the other lead was faster."""
    try:
        leave(here.group, by=request.user, at=timezone.now(), next_lead=next_lead)
    except LastLead:
        messages.info(request, _("You lead this group alone now. Choose who leads when you have left."))
        return redirect("group_leave", here.group.slug)
    messages.success(request, _("You have left the group"))
    return redirect("group_list")


@members
@require_safe
def group_people(request: SignedInRequest, slug: str) -> HttpResponse:
    """Everybody in it; for leads also who asks, who does what, and whom to ask in."""
    here = find(request, slug)
    everybody = Membership.objects.filter(group=here.group)
    words = " ".join(request.GET.get("find", "").replace("\0", " ").split())[:80]
    context = {
        "group": here.group, "here": here, "roles": Membership.Role.choices, "find": words,
        "people": everybody.named_to(request.user, is_in=here.is_in)[:PEOPLE_ON_A_PAGE],
        "asking": everybody.asking().select_related("member__contact__sector") if here.leads else [],
        "found": findable(request.user, here, words) if here.leads and words else [],
        "can_appoint": may_appoint(request, here.group),
    }  # fmt: skip
    return render(request, "groups/group_people.html", context)


def may_appoint(request: SignedInRequest, group: Group) -> bool:
    """An organiser who has passed the second factor, where nobody who can act leads the group."""
    if group.is_closed or not request.user.has_role("admin") or not second_factor_passed(request):
        return False
    return not Membership.objects.leads().filter(group=group).exists()


def findable(user: Member, here: Here, words: str) -> QuerySet[Profile]:
    """Members with this name who want to be found, and who are not in it yet."""
    there = Membership.objects.filter(group=here.group, state__in=["in", "invited"])
    people = Profile.objects.visible_to(user).in_rows().exclude(member__in=there.values("member"))
    for word in words.split()[:4]:
        people = people.filter(member__contact__name__icontains=word)
    return people[:FOUND]


@members
@require_POST
@unless_closed
def group_invite(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Ask a member in, found by name."""
    here = find(request, slug)
    require(here.leads)
    person = get_object_or_404(Profile.objects.visible_to(request.user).in_rows(), uuid=uuid).member
    day, now = timedelta(days=1), timezone.now()
    if not within_limit("groups.invite", str(request.user.uuid), at_most=INVITED_A_DAY, per=day, now=now):
        messages.info(request, _("You have asked many people today. Try again tomorrow."))
        return redirect("group_people", slug)
    asked = invite(here.group, person, by=request.user, at=now)
    words = _("%(name)s is in the group") if asked.is_in else _("We have written to %(name)s")
    messages.success(request, words % {"name": person.contact.name})
    return redirect("group_people", slug)


@members
@require_POST
@unless_closed
def group_ask_answer(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """A lead's yes or kind no to somebody who asks."""
    here = find(request, slug)
    require(here.leads)
    asking = get_object_or_404(Membership.objects.filter(group=here.group), uuid=uuid)
    if request.POST.get("say") not in {"yes", "no"}:
        raise BadRequest
    answer_ask(asking, yes=request.POST["say"] == "yes", by=request.user, at=timezone.now())
    messages.success(request, _("Your answer is on its way"))
    return redirect("group_people", slug)


@members
@require_POST
@unless_closed
def group_role(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Who leads, who keeps the notes, and who is no longer in it."""
    here = find(request, slug)
    require(here.leads)
    person, wanted = get_object_or_404(here.group.memberships, uuid=uuid), request.POST.get("role", "")
    if wanted not in {*Membership.Role.values, OUT}:
        raise BadRequest
    try:
        if wanted == OUT:
            end_membership(person, by=request.user, at=timezone.now())
        else:
            change_role(person, wanted, by=request.user)
    except LastLead:
        messages.info(request, _("A group needs a lead. Choose another lead first."))
    return redirect("group_people", slug)


@role("admin")
@require_POST
@unless_closed
def group_appoint(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """An organiser gives a lead to a group that has none who can act."""
    here = find(request, slug)
    require(not here.group.memberships.leads().exists())
    appoint_lead(get_object_or_404(here.group.memberships.current(), uuid=uuid), by=request.user)
    return redirect("group_people", slug)


@members
@require_POST
@unless_closed
def group_invited(request: SignedInRequest, slug: str) -> HttpResponse:
    """One's own answer to an invitation, from the group's page or from home."""
    here = find(request, slug)
    mine = get_object_or_404(Membership.objects.filter(group=here.group, member=request.user))
    if request.POST.get("say") not in {"yes", "no"}:
        raise BadRequest
    answer_invitation(mine, yes=request.POST["say"] == "yes", at=timezone.now())
    return redirect(here.group)
