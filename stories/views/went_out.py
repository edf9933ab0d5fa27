"""Where a story was used outside these pages, on record for whoever takes it back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from members.models import SignedInRequest
from stories.actions.using import note_use
from stories.forms import UsedForm
from stories.models import Story
from stories.permissions import uses_agreed


@role("moderator", "facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def check_used(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What everyone in it agreed to, and where it was used."""
    story = get_object_or_404(Story.objects.visible_to(request.user), uuid=uuid)
    allowed = uses_agreed(story)
    form = UsedForm(request.POST or None, uses=allowed)
    if form.is_valid():
        if note_use(story, by=request.user, at=timezone.now(), **form.cleaned_data):
            messages.success(request, _("Noted"))
        return redirect("check_used", uuid)
    context = {"story": story, "form": form, "allowed": allowed, "went_out": story.went_out.all()}
    return render(request, "stories/check_used.html", context)
