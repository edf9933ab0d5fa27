"""What was found in the words of a story, cleared one by one by a checker."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from collab.kit.access import require, role
from members.models import SignedInRequest
from stories.actions import findings
from stories.models import Story
from stories.permissions import can_decide


@role("moderator")
@require_POST
def check_finding_clear(request: SignedInRequest, uuid: UUID, finding: UUID) -> HttpResponse:
    """This one may stand: the checker has read it where it is."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_decide(request.user, story, now=timezone.now()))
    findings.clear(get_object_or_404(story.findings, uuid=finding), by=request.user, at=timezone.now())
    messages.success(request, _("Cleared"))
    return redirect("check", uuid)
