"""Find a story, read it, print it, see its picture."""

from datetime import UTC, datetime
from pathlib import PurePath
from typing import Any
from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from members.models import Member
from stories.filters import StoryFilter, vocabularies
from stories.models import Story, for_reading, with_byline
from stories.models.stories import StoryQuerySet
from stories.permissions import can_hold

PAGE_SIZE = 20
COUNT_UP_TO = 1000
PICTURES = {".webp": "image/webp", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}


@everyone
@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    """Newest first. The page ends where the next one begins, so deep pages cost what the first does."""
    stories = Story.objects.visible_to(request.user)
    narrowed = StoryFilter(request.GET, queryset=stories, choices=vocabularies())
    before = _read_cursor(request.GET.get("before", ""))
    rows = narrowed.qs.after(*before) if before else narrowed.qs
    page = list(with_byline(rows).order_by("-published_at", "-pk")[: PAGE_SIZE + 1])
    chosen = narrowed.chosen()
    context = {
        "filter": narrowed,
        "chosen": chosen,
        "count": _capped_count(narrowed.qs, page, is_first=before is None),
        "count_up_to": COUNT_UP_TO,
        "feature": page[0] if page and not (chosen or before) else None,
        "stories": page[:PAGE_SIZE] if chosen or before else page[1:PAGE_SIZE],
        "older_url": _older_url(request, page),
        "newest_url": narrowed.url_without("before") if before else "",
        "helps": [] if page else _what_helps(chosen, stories),
    }
    return render(request, "stories/story_list.html", context)


@everyone
@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """A story, or a kind page where one used to be."""
    found = for_reading(Story.objects.visible_to(request.user), request.user).filter(slug=slug).first()
    if found is None:
        get_object_or_404(Story.objects.taken_down_for(request.user), slug=slug)
        return render(request, "stories/story_taken_down.html", status=410)
    can_check = isinstance(request.user, Member) and can_hold(request.user, found)
    return render(request, "stories/story.html", {"story": found, "can_check": can_check})


@everyone
@require_safe
def story_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The same words on one sheet of paper."""
    found = get_object_or_404(for_reading(Story.objects.visible_to(request.user), request.user), slug=slug)
    return render(request, "stories/story_print.html", {"story": found})


@everyone
@require_safe
def story_picture(request: HttpRequest, slug: str) -> FileResponse:
    """The picture, for those who may read the story now."""
    found = get_object_or_404(Story.objects.visible_to(request.user).exclude(picture=""), slug=slug)
    ending = PurePath(str(found.picture.name)).suffix.lower()
    kind = PICTURES.get(ending, "application/octet-stream")
    response = FileResponse(found.picture.open(), content_type=kind, filename=f"{slug}{ending}")
    # No copy outlives a withdrawal by more than a minute, and none is shared between readers.
    response["Cache-Control"] = "private, max-age=60"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _capped_count(stories: StoryQuerySet, page: list[Story], *, is_first: bool) -> int:
    """How many were found. A first page that is not full was counted by reading it; a long list is counted to 1,000."""
    if is_first and len(page) <= PAGE_SIZE:
        return len(page)
    return stories.order_by()[: COUNT_UP_TO + 1].count()


def _older_url(request: HttpRequest, page: list[Story]) -> str:
    if len(page) <= PAGE_SIZE:
        return ""
    last = page[PAGE_SIZE - 1]
    params = request.GET.copy()
    params["before"] = f"{last.published_at:%Y%m%dT%H%M%S.%f}~{last.uuid}"
    return f"?{params.urlencode()}"


def _read_cursor(text: str) -> tuple[datetime, UUID] | None:
    """Where the page before ended; None for the first page and for nonsense."""
    at, _tilde, uuid = text.partition("~")
    try:
        return datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), UUID(uuid)
    except ValueError:
        return None


def _what_helps(chosen: list[dict[str, Any]], stories: StoryQuerySet) -> list[dict[str, Any]]:
    """Of the choices that leave nothing, those which bring something back when they are dropped."""
    return chosen if len(chosen) > 1 or stories.exists() else []
