"""What stands round every page: the main links."""

from typing import Any

from django.http import HttpRequest
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from collab.kit.components.library import register

Link = tuple[str, str | Promise]

FOR_VISITORS: tuple[Link, ...] = (
    ("story_list", _("Stories")),
    ("pledge_list", _("Pledges")),
    ("event_list", _("Events")),
    ("about", _("About us")),
)
FOR_MEMBERS: tuple[Link, ...] = (
    ("home", _("Home")),
    ("story_list", _("Stories")),
    ("pledge_list", _("Pledges")),
    ("event_list", _("Events")),
    ("person_list", _("People")),
)


@register.simple_tag(takes_context=True)
def service_links(context: RequestContext) -> list[dict[str, Any]]:
    """The main links for this person; one whose page does not exist yet is not shown."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return []
    wanted = FOR_MEMBERS if request.user.is_authenticated else FOR_VISITORS
    found = [(_address(name), text) for name, text in wanted]
    return [{"url": url, "text": text, "is_current": _is_current(url, request.path)} for url, text in found if url]


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_current(url: str, path: str) -> str:
    """aria-current's word: the page itself, or a page inside that part of the site."""
    if path == url:
        return "page"
    return "true" if url != "/" and path.startswith(url) else ""
