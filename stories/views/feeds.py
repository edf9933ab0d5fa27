"""The newest stories for programs that read feeds."""

from typing import Any, cast
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from commons.models import NetworkSettings
from stories.filters import StoryFilter
from stories.models import Story, with_byline

NEWEST = 20


class StoryFeed(Feed):
    """What a visitor reads in the list, narrowed by the same choices in the address."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *_args: object, **_kwargs: object) -> HttpRequest:
        return request

    def title(self, request: HttpRequest) -> str:
        return _("Stories of %(name)s") % {"name": NetworkSettings.current().name}

    def link(self, request: HttpRequest) -> str:
        return reverse("story_list")

    def items(self, request: HttpRequest) -> list[Story]:
        # Whoever asks, a feed goes out into the web.
        found = StoryFilter(request.GET, queryset=Story.objects.visible_to(AnonymousUser())).qs
        return list(with_byline(found).newest()[:NEWEST])

    def item_title(self, item: Any) -> str:
        return str(item.title)

    def item_description(self, item: Any) -> str:
        """Of what is hard to read, that it is so; its words are on its page."""
        return str(item.content_note or item.standfirst)

    def item_link(self, item: Any) -> str:
        return str(item.get_absolute_url())

    def item_guid(self, item: Any) -> str:
        return f"urn:uuid:{cast(UUID, item.uuid)}"

    def item_author_name(self, item: Any) -> str:
        return ", ".join(row["name"] for row in item.names_above) or NetworkSettings.current().name

    def item_pubdate(self, item: Any) -> Any:
        return item.published_at

    def item_updateddate(self, item: Any) -> Any:
        return item.changed_at


FEED = StoryFeed()


@everyone
@require_safe
def story_feed(request: HttpRequest) -> HttpResponseBase:
    """Atom, with addresses that work from anywhere."""
    return FEED(request)
