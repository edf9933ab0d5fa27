"""Which of the teller's groups a story belongs to. Its words stay as they are, and so does what was agreed."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import members
from groups.models import Group
from members.models import SignedInRequest
from stories.forms.groups import StoryGroupForm
from stories.models import Story


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_group(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The group's page then shows it to everyone who may read it."""
    story = get_object_or_404(Story.objects.told_by(request.user).select_related("group"), uuid=uuid)
    groups = list(Group.objects.of(request.user))
    if story.group is not None and story.group not in groups:
        groups.append(story.group)
    form = StoryGroupForm(request.POST or None, story=story, groups=groups)
    if form.is_valid():
        story.belong_to(form.chosen)
        messages.success(request, _("Saved"))
        return redirect("story_answers", uuid)
    return render(request, "stories/story_group.html", {"form": form, "story": story, "groups": groups})
