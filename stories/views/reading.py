"""Find a story, read it, print it, see its picture."""

from datetime import UTC, datetime
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from collab.kit.stencils import page
from commons.models import NetworkSettings
from members.models import Member
from stories.filters import StoryFilter
from stories.models import KeptStory, Story, newest_stories, story_to_read, with_byline
from stories.models.doors import StoryQuerySet
from stories.models.pictures import LARGE
from stories.models.reading import COUNT_UP_TO, how_many_stories, is_for_social, stories_like
from stories.models.searching import best_first
from stories.permissions import can_hold
from stories.views.pictures import send_picture

PAGE_SIZE = 20
MOST_FOUND = 100


@everyone
@require_safe
def story_list(request: HttpRequest) -> HttpResponse:
    """Newest first. The page ends where the next one begins, so deep pages cost what the first does."""
    # The front of the list reads by a kept statement, and needs no queryset built.
    rows = Story.objects.visible_to(request.user) if request.GET else Story.objects.none()
    narrowed = StoryFilter(request.GET, queryset=rows)
    found: StoryQuerySet = narrowed.qs
    if words := narrowed.words:
        return render(request, "stories/story_list.html", _searched(request, narrowed, found, words))
    before = _read_cursor(request.GET.get("before", ""))
    if request.GET:
        rows_found = list(with_byline(found.after(*before) if before else found).newest()[: PAGE_SIZE + 1])
        count = _capped_count(found, rows_found, is_first=before is None)
    else:
        rows_found = newest_stories(request.user, PAGE_SIZE + 1)
        count = len(rows_found) if len(rows_found) <= PAGE_SIZE else how_many_stories(request.user)
    context = {"count": count, "count_up_to": COUNT_UP_TO, **_laid_out(narrowed, rows_found, is_first=before is None)}
    return render(request, "stories/story_list.html", context)


def _searched(request: HttpRequest, narrowed: StoryFilter, found: StoryQuerySet, words: str) -> dict[str, object]:
    """What was looked for by words, best first: the first hundred, since whoever reads on adds a word."""
    start = _read_start(request.GET.get("from", ""))
    rows = list(with_byline(best_first(found, words))[start : start + PAGE_SIZE + 1])
    following, is_more = narrowed.data.copy(), len(rows) > PAGE_SIZE and start + PAGE_SIZE < MOST_FOUND
    following["from"] = str(start + PAGE_SIZE)
    return {
        "filter": narrowed,
        "chosen": narrowed.chosen(),
        "feature": None,
        "stories": rows[:PAGE_SIZE],
        "count": _capped_count(found, rows, is_first=start == 0),
        "count_up_to": COUNT_UP_TO,
        "older_url": f"?{following.urlencode()}" if is_more else "",
        "newest_url": narrowed.url_without("from") if start else "",
    }


def _read_start(text: str) -> int:
    """Where a page of what was found begins; nonsense begins at the first."""
    return min(int(text), MOST_FOUND) if text.isascii() and text.isdecimal() and len(text) < 4 else 0


@everyone
@require_safe
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """A story, or a kind page where one used to be."""
    found = story_to_read(slug, request.user)
    if found is None:
        get_object_or_404(Story.objects.taken_down_for(request.user), slug=slug)
        return render(request, "stories/story_taken_down.html", status=410)
    # What is below reads the pledges.
    below = render_to_string("stories/_below.html", {"story": found, "user": request.user})
    return page(request, "stories/story.html", _shown_of(request, found), {"below": below})


def _shown_of(request: HttpRequest, story: Story) -> dict[str, object]:
    """What all visitors see of it, and besides what a member may do with it."""
    return {
        "story": story,
        "can_check": isinstance(request.user, Member) and can_hold(request.user, story),
        "is_kept": KeptStory.objects.has(request.user, story),
        "is_for_social": is_for_social(story),
        "alike": stories_like(story, request.user),
        "network": NetworkSettings.current(),
    }


@everyone
@require_safe
def story_print(request: HttpRequest, slug: str) -> HttpResponse:
    """The same words on one sheet of paper."""
    found = story_to_read(slug, request.user)
    if found is None:
        raise Http404
    return render(request, "stories/story_print.html", {"story": found})


@everyone
@require_safe
def story_picture(request: HttpRequest, slug: str) -> FileResponse:
    """The picture, for those who may read the story now."""
    return _picture(request, slug, LARGE)


@everyone
@require_safe
def story_picture_size(request: HttpRequest, slug: str, size: str) -> FileResponse:
    """The same in one of its sizes, through the same door."""
    return _picture(request, slug, size)


def _picture(request: HttpRequest, slug: str, size: str) -> FileResponse:
    story = get_object_or_404(Story.objects.visible_to(request.user).exclude(picture=""), slug=slug)
    return send_picture(story, size)


def _capped_count(stories: StoryQuerySet, page: list[Story], *, is_first: bool) -> int:
    """How many were found. A first page that is not full was counted by reading it; a long list is counted to 1,000."""
    if is_first and len(page) <= PAGE_SIZE:
        return len(page)
    return stories.order_by()[: COUNT_UP_TO + 1].count()


def _laid_out(narrowed: StoryFilter, page: list[Story], *, is_first: bool) -> dict[str, object]:
    """The first story large on the front of the whole list, the rest as rows, and the ways on and back."""
    chosen = narrowed.chosen()
    has_feature = bool(page) and is_first and not chosen
    return {
        "filter": narrowed,
        "chosen": chosen,
        "feature": page[0] if has_feature else None,
        "stories": page[1:PAGE_SIZE] if has_feature else page[:PAGE_SIZE],
        "older_url": _older_url(narrowed, page),
        "newest_url": "" if is_first else narrowed.url_without("before"),
    }


def _older_url(narrowed: StoryFilter, page: list[Story]) -> str:
    if len(page) <= PAGE_SIZE:
        return ""
    last = page[PAGE_SIZE - 1]
    params = narrowed.data.copy()
    params["before"] = f"{last.published_at:%Y%m%dT%H%M%S.%f}~{last.uuid}"
    return f"?{params.urlencode()}"


def _read_cursor(text: str) -> tuple[datetime, UUID] | None:
    """Where the page before ended; None for the first page and for nonsense."""
    at, _tilde, uuid = text.partition("~")
    try:
        return datetime.strptime(at, "%Y%m%dT%H%M%S.%f").replace(tzinfo=UTC), UUID(uuid)
    except ValueError:
        return None
