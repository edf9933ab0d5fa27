"""What search engines may find: the pages that anybody may read, and no more."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from events.models import Event
from stories.models import Story

PAGES = ("home", "story_list", "pledge_list", "event_list", "about", "help", "accessibility", "privacy", "house_rules")
# More than a file of this kind may hold is more than a county writes.
MOST = 20_000


@everyone
@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """Read at the moment it is asked for, by the doors that visitors have."""
    return render(request, "pages/sitemap.xml", {"rows": list(rows())}, content_type="application/xml")


def rows() -> Iterable[dict[str, Any]]:
    """Each address, and when it last changed where that is known."""
    for name in PAGES:
        yield {"url": f"{settings.PUBLIC_URL}{reverse(name)}"}
    visitor = AnonymousUser()
    for slug, changed_at in Story.objects.visible_to(visitor).newest().values_list("slug", "changed_at")[:MOST]:
        yield {"url": f"{settings.PUBLIC_URL}{reverse('story', args=[slug])}", "changed_at": changed_at}
    coming = Event.objects.visible_to(visitor).coming(timezone.now()).values_list("series__slug", "day")
    for series, day in coming[:MOST]:
        yield {"url": f"{settings.PUBLIC_URL}{reverse('event', args=[series, day])}"}


@everyone
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Where the list is. What is not to be found says so on its own page."""
    return HttpResponse(f"User-agent: *\nSitemap: {settings.PUBLIC_URL}/sitemap.xml\n", content_type="text/plain")
