"""Inviting somebody, and what the invited person opens."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link, members
from collab.kit.links import BadLink
from members.actions.inviting import TooMany, invite, invite_again, withdraw
from members.actions.signing_in import may_ask_for_code, send_code
from members.forms.joining import InvitationForm
from members.models import Invitation, SignedInRequest
from members.models.joining import INVITATION_LINK
from members.views.sign_in import too_many

A_PAGE = 20


@members
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_list(request: SignedInRequest) -> HttpResponse:
    now = timezone.now()
    form = InvitationForm(request.POST or None, inviter=request.user)
    if form.is_valid() and (sent := try_to_invite(request, form)):
        messages.success(request, _("We have written to %(email)s") % {"email": sent.email})
        return redirect("invitation_list")
    page = Paginator(Invitation.objects.by(request.user).newest(), A_PAGE).get_page(request.GET.get("page"))
    rows = [{"row": row, "state": row.state(now), "can_resend": row.can_be_sent_again(now)} for row in page]
    return render(request, "members/invitation_list.html", {"form": form, "page": page, "rows": rows})


def try_to_invite(request: SignedInRequest, form: InvitationForm) -> Invitation | None:
    """The invitation; beyond the limits none, and the form keeps what was typed."""
    try:
        return invite(by=request.user, at=timezone.now(), **form.cleaned_data)
    except TooMany:
        form.add_error(None, _("You have sent many invitations. Wait an hour, then try again"))
        return None


@members
@require_POST
def invitation_again(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.by(request.user), uuid=uuid)
    try:
        is_written = invite_again(invitation, by=request.user, at=timezone.now())
    except TooMany:
        is_written = False
    said = _("We have written again") if is_written else _("We wrote to them lately. Wait a day, then try again")
    messages.info(request, said)
    return redirect("invitation_list")


@members
@require_POST
def invitation_withdraw(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    invitation = get_object_or_404(Invitation.objects.by(request.user), uuid=uuid)
    withdraw(invitation, by=request.user, at=timezone.now())
    messages.success(request, _("The invitation is withdrawn"))
    return redirect("invitation_list")


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Who invites, in their words. The button sends a code to the invited address; the link signs nobody in."""
    row = opened(token)
    state = row.state(timezone.now()) if row and row.inviter.is_active else "gone"
    if row is None or state in ("gone", "lapsed", "withdrawn"):
        return render(request, "members/invitation_gone.html", {"state": state}, status=410)
    if request.method == "POST" and not request.user.is_authenticated:
        if not may_ask_for_code(request, row.email, now=timezone.now()):
            return too_many(request)
        send_code(request, row.email)
        return redirect("account_confirm_login_code")
    return render(request, "members/invitation.html", {"invitation": row, "state": state})


def opened(token: str) -> Invitation | None:
    """The row of a token that was signed within thirty days."""
    try:
        uuid = INVITATION_LINK.read(token)
    except BadLink:
        return None
    rows = Invitation.objects.select_related("inviter__contact__organisation", "inviter__contact__sector")
    return rows.filter(uuid=uuid).first()
