"""The list of groups, a group's page, starting one and changing it."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import everyone, members, require
from commons.models import within_limit
from groups.actions.leading import change_group, start_group
from groups.filters import GroupFilter, chosen
from groups.forms import GroupForm, StartForm
from groups.models import Group, Membership, with_numbers
from groups.permissions import can_read
from groups.views.finding import Here, find, see, unless_closed
from members.models import Member, SignedInRequest

A_PAGE = 20
PEOPLE_SHOWN, NOTES_SHOWN = 8, 3
ENOUGH_TO_SHOW = 5
STARTED_A_DAY = 5


@everyone
@require_safe
def group_list(request: HttpRequest) -> HttpResponse:
    """Those that go on; with ?closed=1 those that ended."""
    is_closed = request.GET.get("closed") == "1"
    visible = Group.objects.visible_to(request.user).listed().filter(closed_at__isnull=not is_closed)
    found = GroupFilter(request.GET, queryset=with_numbers(visible).order_by("name", "pk"))
    page = Paginator(found.qs, A_PAGE).get_page(request.GET.get("page"))
    mine = Group.objects.of(request.user) if isinstance(request.user, Member) else []
    context = {"filter": found, "page": page, "chosen": chosen(found), "is_closed": is_closed,
               "mine": {group.pk for group in mine}, "first_of_kind": first_of_kind(page)}  # fmt: skip
    return render(request, "groups/group_list.html", context)


def first_of_kind(groups: Iterable[Group]) -> set[int]:
    """The first of each kind on the page, where it is said what that kind is."""
    first: dict[str, int] = {}
    for row in groups:
        first.setdefault(row.kind, row.pk)
    return set(first.values())


@everyone
@require_safe
def group(request: HttpRequest, slug: str) -> HttpResponse:
    """What it is for, who is in it, what they agreed, want to change and wrote down."""
    here = see(request, slug)
    if not can_read(here.group, here.mine, request.user):
        return render(request, "groups/group_taken_down.html", {"group": here.group})
    today = timezone.localdate()
    notes = here.group.notes.visible_to(request.user, here.mine).newest_first()
    context: dict[str, Any] = {
        "group": here.group, "here": here, "mine": here.mine, "outcomes": here.group.outcomes.in_order(),
        "notes": notes[:NOTES_SHOWN], "meets_next": here.group.meets_next(today),
        "can_reopen": isinstance(request.user, Member) and request.user.has_role("admin"),
        **people_panel(request, here), **agreement_panel(request, here),
    }  # fmt: skip
    return render(request, "groups/group.html", context)


def people_panel(request: HttpRequest, here: Here) -> dict[str, Any]:
    """Names for members, as far as each may be found; for visitors a number, when it points at nobody."""
    current = Membership.objects.current().filter(group=here.group)
    if isinstance(request.user, Member):
        named = list(current.named_to(request.user, is_in=here.is_in)[:PEOPLE_SHOWN])
        asks = here.leads and Membership.objects.asking().filter(group=here.group).exists()
        return {"people": named, "how_many": current.count(), "asks": asks}
    how_many = current.count()
    return {"people": [], "how_many": how_many if how_many >= ENOUGH_TO_SHOW else 0, "asks": False}


def agreement_panel(request: HttpRequest, here: Here) -> dict[str, Any]:
    """For members: the version that holds, and whether a newer one waits for this person's yes."""
    if not isinstance(request.user, Member):
        return {"agreement": None, "to_agree": False}
    versions = list(here.group.agreements.order_by("-version")[:10])
    holds = next((version for version in versions if version.holds), None)
    newest = versions[0] if versions else None
    waits = newest is not None and not newest.holds and here.takes_part
    to_agree = waits and newest is not None and not newest.yeses.filter(member=request.user).exists()
    return {"agreement": holds, "proposal": newest if waits else None, "to_agree": to_agree}


@members
@require_http_methods(["GET", "HEAD", "POST"])
def group_create(request: SignedInRequest) -> HttpResponse:
    """Start a group, and lead it."""
    form = StartForm(request.POST or None, initial={"openness": Group.Openness.ASK, "kind": Group.Kind.DOERS})
    if form.is_valid() and may_start(form, request.user):
        made = start_group(
            form.save(commit=False), by=request.user, at=timezone.now(), form_key=form.cleaned_data["form_key"]
        )
        messages.success(request, _("Your group has begun. Ask people in, and say when you meet."))
        return redirect(made)
    return render(request, "groups/group_create.html", {"form": form})


def may_start(form: StartForm, member: Member) -> bool:
    """A few groups a day; more comes from a robot, or from somebody who needs a hand."""
    day, now = timedelta(days=1), timezone.now()
    if within_limit("groups.start", str(member.uuid), at_most=STARTED_A_DAY, per=day, now=now):
        return True
    form.add_error(None, _("You started several groups today. Ring us, and we help you with more."))
    return False


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """A lead changes what it says of itself."""
    here = find(request, slug)
    require(here.leads)
    form = GroupForm(request.POST or None, instance=here.group)
    if form.is_valid():
        change_group(form.save(commit=False), fields=form.changed_data)
        messages.success(request, _("Your changes are saved"))
        return redirect(here.group)
    return render(request, "groups/group_edit.html", {"form": form, "group": here.group})
