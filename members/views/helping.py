"""A trusted person beside someone."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link, members, require
from collab.kit.links import BadLink
from members.actions.helping import NotAsked, accept_helper, ask_helper, end_helper
from members.forms.joining import HelperForm
from members.models import Helper, SignedInRequest
from members.models.joining import HELPER_LINK
from members.permissions import can_have_helper


@members
@require_http_methods(["GET", "HEAD", "POST"])
def helper(request: SignedInRequest) -> HttpResponse:
    require(can_have_helper(request.user))
    row = request.user.helpers.live().first()
    form = HelperForm(request.POST or None, member=request.user)
    if row is None and form.is_valid() and try_to_ask(request, form):
        messages.success(request, _("We have asked %(name)s") % {"name": form.cleaned_data["name"]})
        return redirect("me")
    return render(request, "members/helper.html", {"form": form, "helper": row})


def try_to_ask(request: SignedInRequest, form: HelperForm) -> bool:
    """Whether they were asked; beyond the limit the form keeps what was typed."""
    try:
        ask_helper(request.user, at=timezone.now(), **form.cleaned_data)
    except NotAsked:
        form.add_error(None, _("You asked many people today. Try again tomorrow"))
        return False
    return True


@members
@require_POST
def helper_end(request: SignedInRequest) -> HttpResponse:
    row = get_object_or_404(request.user.helpers.live())
    end_helper(row, by=request.user, at=timezone.now())
    messages.success(request, _("Your emails go to you alone again"))
    return redirect("me")


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def helper_link(request: HttpRequest, token: str) -> HttpResponse:
    """What it means, a yes, and later the way out. Either of the two may press it: both get the link."""
    row, now = opened(token), timezone.now()
    if request.method == "POST" and request.POST.get("say") == "yes":
        accept_helper(row, at=now)
        return redirect("helper_link", token)
    if request.method == "POST":
        end_helper(row, by=None, at=now)
        return redirect("helper_link", token)
    return render(request, "members/helper_link.html", {"helper": row, "can_begin": row.can_begin(now)})


def opened(token: str) -> Helper:
    """The row behind a link of ours."""
    try:
        rows = Helper.objects.select_related("member__contact")
        return get_object_or_404(rows, uuid=HELPER_LINK.read(token))
    except BadLink as error:
        raise Http404 from error
