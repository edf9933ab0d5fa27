"""A member's own list of stories to find again."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from collab.kit.access import members
from members.models import SignedInRequest
from stories.models import KeptStory, Story, with_byline

MOST_SHOWN = 200


@members
@require_POST
def story_keep(request: SignedInRequest, slug: str) -> HttpResponse:
    """On the list, or off it. Pressing twice is pressing once."""
    story = get_object_or_404(Story.objects.visible_to(request.user), slug=slug)
    KeptStory.objects.put(request.user, story, is_kept=request.POST.get("keep") == "1")
    return redirect(story)


@members
@require_safe
def story_kept(request: SignedInRequest) -> HttpResponse:
    """Those that can still be read, the newest on the list first."""
    rows = Story.objects.visible_to(request.user).filter(kept_by__member=request.user)
    stories = list(with_byline(rows).order_by("-kept_by__kept_at", "-pk")[:MOST_SHOWN])
    return render(request, "stories/story_kept.html", {"stories": stories})
