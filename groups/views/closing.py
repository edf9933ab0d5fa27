"""Ending well, and opening again."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import members, require, role
from groups.actions.leading import close_group, reopen_group
from groups.forms import CloseForm
from groups.models import Group
from groups.views.finding import find
from members.models import SignedInRequest


@members
@require_http_methods(["GET", "HEAD", "POST"])
def group_close(request: SignedInRequest, slug: str) -> HttpResponse:
    """The last words of a group, read once more before they stand. Its page stays, and nothing in it changes."""
    here = find(request, slug)
    require(here.leads)
    group = here.group
    before = {"did": group.we_did, "learned": group.we_learned, "goes_on": group.goes_on}
    form = CloseForm(request.POST or None, initial=before)
    is_ready = form.is_valid() and "change" not in request.POST
    if is_ready and "sure" in request.POST:
        close_group(group, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The group has ended. Everybody in it is told, with thanks."))
        return redirect(group)
    context = {"form": form, "group": group, "outcomes": group.outcomes.in_order()}
    return render(request, "groups/group_close_check.html" if is_ready else "groups/group_close.html", context)


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def group_reopen(request: SignedInRequest, slug: str) -> HttpResponse:
    """An organiser opens it again, after one more look."""
    group = get_object_or_404(Group.objects.visible_to(request.user), slug=slug)
    if request.method == "POST":
        reopen_group(group, by=request.user)
    if not group.is_closed or request.method == "POST":
        return redirect(group)
    return render(request, "groups/group_reopen.html", {"group": group})
