"""While a pledge goes on: another day, the same from others, and only if others will."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link, members
from members.models import SignedInRequest
from pledges.actions.company import decide, me_too, want_others
from pledges.actions.moving import move_pledge
from pledges.emails import PRIVATE, private_path
from pledges.forms import MoveForm, TogetherForm
from pledges.models import Pledge, as_patch
from pledges.models.opened import pledge_to_open
from pledges.permissions import can_join
from pledges.views.links import opens


def find(uuid: UUID) -> Pledge:
    """The pledge a link names, with how many have joined it."""
    return Pledge.objects.made().with_company().select_related("sector", "contact", "event", "group").get(uuid=uuid)


@by_link
@opens(PRIVATE, find)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_move(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Another day, or other words. What it said before is kept."""
    url = private_path(pledge)
    return change_date(request, pledge, back_url=url, done_url=f"{url}?saved=1")


def change_date(request: HttpRequest, pledge: Pledge, *, back_url: str, done_url: str) -> HttpResponse:
    """The form for it, from the private page or from an answer."""
    form = MoveForm(request.POST or None, pledge=pledge)
    if form.is_valid():
        move_pledge(pledge, **form.cleaned_data, at=timezone.now())
        return redirect(done_url)
    patch = as_patch(pledge, now=timezone.now(), url="")
    context = {"form": form, "pledge": pledge, "patch": patch, "back_url": back_url}
    return render(request, "pledges/pledge_move.html", context)


@members
@require_POST
def pledge_me_too(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The same words as a pledge of one's own, with one press."""
    now, pledge = timezone.now(), pledge_to_open(uuid, request.user)
    if pledge is None or not can_join(request.user, pledge, on=timezone.localdate(now)):
        raise Http404
    mine = me_too(pledge, by=request.user, at=now)
    messages.success(request, _("You said me too. This one is yours"))
    return redirect(mine)


@by_link
@opens(PRIVATE, find)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_together(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Only if so many others will; and when they are too few, whether it goes ahead anyway."""
    say, now = request.POST.get("say", ""), timezone.now()
    form = TogetherForm(request.POST if say == "want" else None, pledge=pledge)
    if say in {"ahead", "off"}:
        decide(pledge, goes_ahead=say == "ahead", at=now)
        return redirect(request.path)
    if pledge.may_want_others and form.is_valid():
        want_others(pledge, **form.cleaned_data, at=now)
        return redirect(request.path)
    context = {"form": form, "pledge": pledge, "token": token, "patch": as_patch(pledge, now=now, url=""),
               "is_over": pledge.is_waiting and not pledge.takes_others(on=timezone.localdate(now))}  # fmt: skip
    return render(request, "pledges/pledge_together.html", context)
