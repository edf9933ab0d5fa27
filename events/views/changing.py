"""Change how one comes, by the link in the email."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from collab.kit.links import BadLink
from events.actions import Busy, Closed, FullThatWay, change
from events.forms import ChangeForm
from events.models import PLACE_LINK, SignUp
from events.permissions import can_change
from events.views.places import link_gone, opened


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_change(request: HttpRequest, token: str) -> HttpResponse:
    """The way, whom they bring, and the ticks."""
    try:
        signup = opened(PLACE_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    if not can_change(signup, timezone.now()):
        return redirect("sign_up_done", token)
    form = ChangeForm(request.POST if request.method == "POST" else None, signup=signup)
    if form.is_valid() and changed(signup, form):
        return redirect("sign_up_done", token)
    return render(request, "events/sign_up_change.html", {"form": form, "signup": signup, "token": token})


def changed(signup: SignUp, form: ChangeForm) -> bool:
    """Whether it was done, or there is nothing to do any more; else the form says why not."""
    try:
        change(signup, at=timezone.now(), **form.wishes())
    except FullThatWay:
        form.add_error("way", _("There is no place left that way. You keep the one you have."))
        return False
    except Busy:
        form.add_error(None, _("Many people are saving a place at this moment. Press the button again."))
        return False
    except Closed:
        return True
    return True
