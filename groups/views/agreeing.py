"""The working agreement: what holds, what is proposed, who has said yes, and every version before."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import members, require
from groups.actions.working import agree, keep_agreement, propose_agreement, settle_agreement
from groups.forms import AgreementForm, ReviewForm
from groups.models import Agreement, Membership
from groups.views.finding import find, unless_closed, within_a_day
from members.models import SignedInRequest

VERSIONS_SHOWN, PROPOSED_A_DAY = 30, 10


@members
@require_safe
def group_agreement(request: SignedInRequest, slug: str) -> HttpResponse:
    """What the group goes by, and what it is asked to agree."""
    return render(request, "groups/group_agreement.html", agreement_context(request, slug, form=ReviewForm()))


def agreement_context(request: SignedInRequest, slug: str, *, form: ReviewForm) -> dict[str, object]:
    """The versions, and what this person may do about them."""
    here = find(request, slug)
    versions = list(here.group.agreements.newest_first()[:VERSIONS_SHOWN])
    holds = next((version for version in versions if version.holds), None)
    proposal = versions[0] if versions and not versions[0].holds else None
    said = Agreement.objects.filter(group=here.group, yeses__member=request.user).values_list("pk", flat=True)
    return {
        "group": here.group, "here": here, "holds": holds, "proposal": proposal, "said": set(said),
        "earlier": [version for version in versions if version not in (holds, proposal)], "form": form,
        "how_many": Membership.objects.current().filter(group=here.group).count(),
        "is_due": holds is not None and holds.is_due(timezone.localdate()),
    }  # fmt: skip


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_agreement_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """A new version, begun from the words that hold now. Everybody in the group may propose one."""
    here = find(request, slug)
    require(here.takes_part)
    is_alone = Membership.objects.current().filter(group=here.group).count() == 1
    newest = here.group.agreements.order_by("-version").first()
    form = AgreementForm(request.POST or None, initial={"text": newest.text if newest else ""})
    if form.is_valid() and within_a_day(form, "groups.propose", request.user, PROPOSED_A_DAY):
        propose_agreement(here.group, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("Kept") if is_alone else _("The others are asked to agree"))
        return redirect("group_agreement", slug)
    context = {"form": form, "group": here.group, "is_alone": is_alone}
    return render(request, "groups/group_agreement_create.html", context)


@members
@require_POST
@unless_closed
def group_agree(request: SignedInRequest, slug: str, version: int) -> HttpResponse:
    """Yes, from one of its people."""
    here = find(request, slug)
    require(here.takes_part)
    agree(get_object_or_404(here.group.agreements, version=version), by=request.user, at=timezone.now())
    messages.success(request, _("Thank you. Your yes is kept."))
    return redirect("group_agreement", slug)


@members
@require_POST
@unless_closed
def group_settle(request: SignedInRequest, slug: str, version: int) -> HttpResponse:
    """A lead says that the group goes by it from today."""
    here = find(request, slug)
    require(here.leads)
    settle_agreement(get_object_or_404(here.group.agreements, version=version), by=request.user, at=timezone.now())
    return redirect("group_agreement", slug)


@members
@require_POST
@unless_closed
def group_review(request: SignedInRequest, slug: str) -> HttpResponse:
    """A lead says that it is still right, and until when."""
    here = find(request, slug)
    require(here.leads)
    form = ReviewForm(request.POST)
    if form.is_valid():
        keep_agreement(here.group, until=form.cleaned_data["review_on"], by=request.user)
        messages.success(request, _("It stands. We remind you on that day."))
        return redirect("group_agreement", slug)
    return render(request, "groups/group_agreement.html", agreement_context(request, slug, form=form))
