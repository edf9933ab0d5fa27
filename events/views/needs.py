"""What somebody needs to take part: told, changed and taken back by themselves."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link
from collab.kit.links import BadLink
from events.actions import Busy, take_back_needs, tell_needs
from events.forms import NeedsForm
from events.models import PLACE_LINK, AccessNeed, SignUp
from events.permissions import can_tell_needs
from events.views.places import link_gone, opened
from members.models import Member


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def sign_up_needs(request: HttpRequest, token: str) -> HttpResponse:
    """Say it, or say it anew. The words come back only to whoever is signed in, for links are passed on."""
    try:
        signup = opened(PLACE_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    can_tell = can_tell_needs(signup, timezone.now())
    form = NeedsForm(request.POST) if request.method == "POST" else NeedsForm(initial=kept(request, signup))
    if can_tell and form.is_valid() and keep(request, signup, form):
        return redirect("sign_up_done", token)
    context = {"form": form, "signup": signup, "event": signup.event, "token": token, "can_tell": can_tell,
               "told_at": AccessNeed.objects.told_at(signup), "is_shown": is_owner(request, signup)}  # fmt: skip
    return render(request, "events/sign_up_needs.html", context)


@by_link
@require_POST
def sign_up_needs_end(request: HttpRequest, token: str) -> HttpResponse:
    """Take it back: it is gone at once."""
    try:
        signup = opened(PLACE_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    if take_back_needs(signup, by=signup.contact.uuid, at=timezone.now()):
        messages.success(request, _("What you told us is deleted. You keep your place"))
    return redirect("sign_up_done", token)


def keep(request: HttpRequest, signup: SignUp, form: NeedsForm) -> bool:
    """False when there is nothing to keep, or it has to be tried again; the page says which."""
    if not form.says_something:
        form.add_error("needs", _("Choose or write what helps you"))
        return False
    try:
        tell_needs(signup, needs=form.cleaned_data["needs"], words=form.cleaned_data["words"], at=timezone.now())
    except Busy:
        form.add_error(None, _("Many people are saving a place at this moment. Press the button again."))
        return False
    messages.success(request, _("We have told the person who looks after access"))
    return True


def is_owner(request: HttpRequest, signup: SignUp) -> bool:
    """Whether the person themselves is signed in."""
    return isinstance(request.user, Member) and request.user.contact_id == signup.contact_id


def kept(request: HttpRequest, signup: SignUp) -> dict[str, object]:
    """What they told us, for themselves."""
    if not is_owner(request, signup):
        return {}
    row = AccessNeed.objects.read_by_owner(signup, by=signup.contact.uuid)
    return {"needs": row.needs, "words": row.words, "agrees": True} if row else {}
