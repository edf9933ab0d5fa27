"""Stories in lists and on their page, and the people in them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.safestring import SafeString

from collab.kit.components.library import register, wrap

Context = dict[str, Any]


@register.inclusion_tag("ui/story_card.html")
def story_card(
    title: str,
    url: str,
    *,
    standfirst: str = "",
    note: str = "",
    cloth: str = "",
    image_url: str = "",
    image_set: str = "",
    image_alt: str = "",
    focal: str = "",
    size: str = "row",
    level: int = 3,
) -> Context:
    """A story in a list; the title is the only link. size: feature once a page, row after that."""
    return {
        "title": title, "url": url, "standfirst": standfirst, "note": note, "cloth": cloth,
        "image_url": image_url, "image_set": image_set, "image_alt": image_alt, "focal": focal,
        "size": size, "level": level,
    }  # fmt: skip


@register.simple_tag
def focal(across: int, down: int) -> str:
    """Classes that keep the focal point of a picture in view, from two percentages."""
    return f"focal fx-{round(across / 10) * 10} fy-{round(down / 10) * 10}"


@register.inclusion_tag("ui/byline.html")
def byline(people: Iterable[Mapping[str, str]], note: str = "") -> Context:
    """Who tells it, and "14 November 2026. 4 minutes to read." Each person: name, and any of role, cloth, url."""
    return {"people": people, "note": note}


@register.inclusion_tag("ui/pull_quote.html")
def pull_quote(text: str, who: str = "", *, cloth: str = "", lang: str = "") -> Context:
    """Somebody's words, large, under a running stitch."""
    return {"text": text, "who": who, "cloth": cloth, "lang": lang}


@register.inclusion_tag("ui/took_list.html")
def took_list(items: Iterable[Mapping[str, str]], title: str = "") -> Context:
    """What it took, 3 to 5 lines. Each: text, and the cloth of the sector that gave it."""
    return {"items": items, "title": title}


@register.inclusion_tag("ui/consent_line.html")
def consent_line(text: str) -> Context:
    """How the people in it agreed, or where it was published."""
    return {"text": text}


@register.inclusion_tag("ui/people_list.html")
def people_list(people: Iterable[Mapping[str, str]], title: str = "") -> Context:
    """People beside a story or an event. Each: name, and any of role, cloth, url."""
    return {"people": people, "title": title}


@register.simple_block_tag
def person_row(
    content: str, name: str, *, url: str = "", cloth: str = "", role: str = "", helps: str = "", linked: str = ""
) -> SafeString:
    """One person in a list, inside <ul class="rows">: linked says how you know them; content is the one thing to do."""
    return wrap("ui/person_row.html", content, name=name, url=url, cloth=cloth, role=role, helps=helps, linked=linked)


@register.simple_block_tag
def need_card(
    content: str,
    *,
    cloth: str = "",
    when: str = "",
    tone: str = "plain",
    kind: str = "",
    voice: str = "",
    heading: str = "",
    because: str = "",
) -> SafeString:
    """What needs me, inside <ol class="needs">. Content is the answers; voice holds a person's own words."""
    return wrap(
        "ui/need_card.html",
        content,
        cloth=cloth,
        when=when,
        tone=tone,
        kind=kind,
        voice=voice,
        heading=heading,
        because=because,
    )
