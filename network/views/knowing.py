"""What two members say of each other, and whether one offers to be asked."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collab.kit.access import members
from members.models import Profile, SignedInRequest
from network.actions import introducing
from network.actions.tying import offer_to_be_asked, say_known
from network.models import Says


@members
@require_POST
def know(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Yes, we know each other; no, we have not met; or taken back."""
    others = Profile.objects.visible_to(request.user).exclude(member=request.user)
    profile, now = get_object_or_404(others.select_related("member"), uuid=uuid), timezone.now()
    says = request.POST.get("say", "")
    if says == Says.YES and not introducing.may_ask_another(request.user, now=now):
        return render(request, "network/asked_too_many.html", status=429)
    if says in ("", *Says.values):
        tie = say_known(by=request.user, whom=profile.member, says=says, at=now)
        messages.success(request, _said(says, both=tie.both_said_so))
    return redirect("home" if request.POST.get("back") == "home" else profile)


def _said(says: str, *, both: bool) -> str:
    if says == Says.YES:
        return _("You both say that you know each other.") if both else _("Noted. It counts when they say so too.")
    return _("Noted. They are not told.") if says == Says.NO else _("Taken back.")


@members
@require_POST
def ask_me(request: SignedInRequest) -> HttpResponse:
    """Offer to be asked by people one does not know; or no longer."""
    offers = request.POST.get("offer") == "1"
    offer_to_be_asked(request.user, offers=offers, at=timezone.now())
    messages.success(
        request, _("Members may ask to meet you.") if offers else _("Nobody you do not know can ask you now.")
    )
    return redirect("person_list")
