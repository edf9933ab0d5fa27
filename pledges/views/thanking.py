"""Thanks for a kept pledge, and three lines that can become a story."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link, members, require
from members.models import Member, SignedInRequest
from pledges.actions.thanking import begin_story_with, keep_lines, say_thanks
from pledges.emails import PRIVATE
from pledges.forms import ThanksForm, ThreeLinesForm
from pledges.models import Pledge, Thanks, ThreeLines
from pledges.permissions import can_thank
from pledges.views.links import find_pledge, opens


@members
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_thank(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One press; a line is optional."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user).select_related("sector"), uuid=uuid)
    require(can_thank(request.user, pledge))
    form = ThanksForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        say_thanks(pledge, by=request.user, line=form.cleaned_data["line"], at=timezone.now())
        messages.success(request, _("Your thanks are on their way"))
        return redirect(pledge)
    return render(request, "pledges/pledge_thank.html", {"pledge": pledge, "form": form})


@members
@require_POST
def pledge_thank_drop(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take it back, line and name."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user), uuid=uuid)
    Thanks.objects.filter(pledge=pledge, by=request.user).delete()
    messages.success(request, _("Taken back"))
    return redirect(pledge)


@by_link
@opens(PRIVATE, find_pledge)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_lines(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Three lines about a kept pledge. A member's become a draft at once; a guest's are kept here."""
    if pledge.state != Pledge.State.KEPT:
        return redirect("pledge_private", token)
    lines = ThreeLines.objects.filter(pledge=pledge).select_related("story").first()
    form = ThreeLinesForm(request.POST or None, initial=first_lines(pledge, lines))
    if form.is_valid():
        lines = keep_lines(pledge, **form.cleaned_data, at=timezone.now())
        if pledge.is_by(request.user) and request.POST.get("do") == "story":
            return begin(request, lines)
        return redirect(f"{request.path}?saved=1")
    context = {"pledge": pledge, "lines": lines, "form": form, "token": token, "saved": "saved" in request.GET,
               "is_theirs": pledge.is_by(request.user),
               "has_account": Member.objects.filter(contact=pledge.contact_id).exists()}  # fmt: skip
    return render(request, "pledges/pledge_lines.html", context)


def first_lines(pledge: Pledge, lines: ThreeLines | None) -> dict[str, str]:
    """What was written before; else what was said with the answer."""
    if lines is not None:
        return {"happened": lines.happened, "changed": lines.changed, "would_tell": lines.would_tell}
    newest = pledge.answers.first()
    return {"happened": newest.note if newest else ""}


def begin(request: HttpRequest, lines: ThreeLines) -> HttpResponse:
    """On to the first question that the three lines leave open."""
    assert isinstance(request.user, Member)
    story = begin_story_with(lines, by=request.user, at=timezone.now())
    return redirect("story_answer", story.uuid, "who_was_there")
