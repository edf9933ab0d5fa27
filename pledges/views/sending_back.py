"""A host or checker sends a held pledge back, or takes down one whose maker nobody can write to."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import require, role
from members.models import SignedInRequest
from pledges.actions.sending_back import send_back, take_down_held
from pledges.forms.sending_back import SendBackForm
from pledges.models import Pledge, as_patch
from pledges.permissions import can_hold
from pledges.views.lists import HOSTS


@role(*HOSTS)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_send_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One of the saved reasons, for a pledge that waits for a look; its maker can change the words and send again."""
    pledges = Pledge.objects.on_hold().select_related("sector", "contact", "event__series")
    pledge = get_object_or_404(pledges, uuid=uuid)
    require(can_hold(request.user, pledge))
    form, now = SendBackForm(request.POST if request.method == "POST" else None), timezone.now()
    if not pledge.has_email and request.method == "POST":
        take_down_held(pledge, by=request.user, at=now)
        messages.success(request, _("It is down"))
        return redirect("pledge_held_list")
    if pledge.has_email and form.is_valid():
        say(request, send_back(pledge, reason=form.cleaned_data["reason"], by=request.user, at=now))
        return redirect("pledge_held_list")
    context = {"pledge": pledge, "patch": as_patch(pledge, now=now, url=""), "form": form}
    return render(request, "pledges/pledge_send_back.html", context)


def say(request: SignedInRequest, is_back: bool) -> None:
    """What came of it: another host may have put it up a moment before."""
    if is_back:
        messages.success(request, _("Sent back. Whoever made it has your reason by email"))
    else:
        messages.info(request, _("Nothing was sent: somebody else has looked at it meanwhile"))
