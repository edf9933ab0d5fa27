"""Opened from an email, without signing in: one asking, or one invitation, and two buttons."""

from uuid import UUID

from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from collab.kit.links import BadLink, ExpiredLink
from groups.actions.people import Closed, TakenDown, answer_ask, answer_invitation
from groups.models import Membership
from groups.models.people import INVITATION_LINK


@by_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_ask(request: HttpRequest, uuid: UUID, token: str) -> HttpResponse:
    """A lead answers somebody who asks to join."""
    try:
        asking = found(uuid)
        lead = found(asking.ask_link.read(token))
        if not lead.is_lead:
            raise BadLink
        if request.method == "POST":
            answer_ask(asking, yes=said_yes(request), by=lead.member, at=timezone.now())
            return redirect(request.path)
    except (BadLink, Closed) as error:
        return link_gone(request, error)
    return render(request, "groups/group_ask.html", {"asking": asking, "group": asking.group})


@by_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def group_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Somebody answers their own invitation."""
    try:
        invitation = found(INVITATION_LINK.read(token))
        if request.method == "POST":
            answer_invitation(invitation, yes=said_yes(request), at=timezone.now())
            return redirect(request.path)
    except (BadLink, Closed) as error:
        return link_gone(request, error)
    return render(request, "groups/group_invitation.html", {"invitation": invitation, "group": invitation.group})


def found(uuid: UUID) -> Membership:
    """What a link is about. Raises BadLink when the row has gone, Closed when the group has ended."""
    rows = Membership.objects.select_related("group", "member__contact", "invited_by__contact")
    row = rows.filter(uuid=uuid, member__is_active=True).first()
    if row is None:
        raise BadLink
    if row.group.is_closed:
        raise Closed
    if row.group.is_taken_down:
        raise TakenDown
    return row


def said_yes(request: HttpRequest) -> bool:
    if request.POST.get("say") not in {"yes", "no"}:
        raise BadRequest
    return request.POST["say"] == "yes"


def link_gone(request: HttpRequest, error: Exception) -> HttpResponse:
    """A kind page with nothing on it about anyone."""
    status = 410 if isinstance(error, ExpiredLink | Closed) else 404
    return render(request, "groups/link_gone.html", status=status)
