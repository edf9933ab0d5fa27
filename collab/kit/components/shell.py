"""What stands round every page: the main links."""

from functools import lru_cache
from typing import Any

from django.http import HttpRequest
from django.template import RequestContext
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from collab.kit.components.library import draw, register, wrap

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
    ("group_list", _("Groups")),
)


@register.simple_block_tag
def masthead(content: str, light: str, bold: str, *, is_demo: bool = False) -> SafeString:
    """The network's name at the top of each page. Content is the way in, or a person's name and the way out."""
    return wrap("ui/masthead.html", content, light=light, bold=bold, is_demo=is_demo)


@register.inclusion_tag("ui/head_links.html")
def head_links(has_own_look: bool, look_version: int) -> dict[str, Any]:
    """The stylesheet, the font and the script of every page, and the network's own colours."""
    return {"has_own_look": has_own_look, "look_version": look_version}


@register.simple_block_tag
def account_links(content: str, name: str) -> SafeString:
    """A member's name, and the way out. Content is what proves that the form is ours."""
    return wrap("ui/account_links.html", content, name=name)


@register.inclusion_tag("ui/sign_in_link.html")
def sign_in_link() -> dict[str, Any]:
    """The way in."""
    return {}


@register.inclusion_tag("ui/help_footer.html")
def help_footer(phone: str, hours: str) -> dict[str, Any]:
    """Whom to ask, and what stands behind this site."""
    return {"phone": phone, "hours": hours}


@register.simple_tag(takes_context=True)
def service_nav(context: RequestContext) -> SafeString:
    """The main links for this person; one whose page does not exist yet is not shown."""
    request: HttpRequest | None = context.get("request")
    if request is None:
        return SafeString()
    wanted = FOR_MEMBERS if request.user.is_authenticated else FOR_VISITORS
    addresses = addresses_of(wanted)
    here = next(((url, word) for url in addresses if (word := _is_current(url, request.path))), ("", ""))
    # The path itself is not among the arguments: there are more paths than drawings that can be kept.
    return draw("ui/service_nav.html", _links, (request.user.is_authenticated, *here), {})


def _links(is_member: bool, current: str, word: str) -> dict[str, Any]:
    wanted = FOR_MEMBERS if is_member else FOR_VISITORS
    found = zip(addresses_of(wanted), wanted, strict=True)
    links = [{"url": url, "text": text, "is_current": url == current and word} for url, (_name, text) in found if url]
    return {"links": links}


# Four or five addresses on each page, and no address of ours changes while a process lives.
@lru_cache(maxsize=2)
def addresses_of(links: tuple[Link, ...]) -> tuple[str, ...]:
    """Where they lead, "" where there is no page yet."""
    return tuple(_address(name) for name, _text in links)


def _address(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _is_current(url: str, path: str) -> str:
    """aria-current's word: the page itself, or a page inside that part of the site."""
    if path == url:
        return "page"
    return "true" if url not in {"", "/"} and path.startswith(url) else ""
