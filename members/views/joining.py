"""The ways to join, asking to, and the organisers' list of those who ask."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import by_link, everyone, role
from collab.kit.links import BadLink
from members.actions.joining import ask_to_join, decide, may_ask_to_join
from members.actions.signing_in import client
from members.forms.joining import AskToJoinForm, DecisionForm
from members.models import JoinRequest, SignedInRequest
from members.models.joining import PROVE_LINK
from members.views.sign_in import too_many

A_PAGE = 20


@everyone
@require_safe
def join(request: HttpRequest) -> HttpResponse:
    return render(request, "members/join.html")


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def join_ask(request: HttpRequest) -> HttpResponse:
    """The same answer whoever's address it is; the email alone says more."""
    form = AskToJoinForm(request.POST or None)
    if form.is_valid():
        now = timezone.now()
        if not may_ask_to_join(client(request), form.cleaned_data["email"], now=now):
            return too_many(request)
        if not form.is_from_a_robot:
            ask_to_join(**form.cleaned_data, at=now)
        return redirect("join_asked")
    return render(request, "members/join_ask.html", {"form": form})


@everyone
@require_safe
def join_asked(request: HttpRequest) -> HttpResponse:
    return render(request, "members/join_asked.html")


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def join_prove(request: HttpRequest, token: str) -> HttpResponse:
    """One button says that the address is theirs; then the organisers see the request."""
    try:
        asked = get_object_or_404(JoinRequest.objects.in_full(), uuid=PROVE_LINK.read(token))
    except BadLink:
        return render(request, "members/join_gone.html", status=410)
    if request.method == "POST":
        asked.prove(at=timezone.now())
        return redirect("join_prove", token)
    return render(request, "members/join_prove.html", {"asked": asked})


@role("admin")
@require_safe
def join_request_list(request: SignedInRequest) -> HttpResponse:
    page = Paginator(JoinRequest.objects.waiting().in_full(), A_PAGE).get_page(request.GET.get("page"))
    return render(request, "members/join_request_list.html", {"page": page})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def join_request(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    asked = get_object_or_404(JoinRequest.objects.proved().in_full(), uuid=uuid)
    form = DecisionForm(request.POST or None)
    if form.is_valid():
        says_yes, reason = form.cleaned_data["answer"] == "yes", form.cleaned_data["reason"]
        is_first = decide(asked, is_accepted=says_yes, reason=reason, by=request.user, at=timezone.now())
        said = _("They will read your answer in an email") if is_first else _("Somebody else answered before you")
        messages.success(request, said)
        return redirect("join_request_list")
    return render(request, "members/join_request.html", {"form": form, "asked": asked})
