"""Buttons, tags, panels, notices and the small marks of the cloth."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

import segno
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from collab.kit.components.library import register, wrap

Context = dict[str, Any]


@register.inclusion_tag("ui/button.html")
def button(
    text: str, *, kind: str = "do", name: str = "", value: str = "", main: bool = False, full: bool = False
) -> Context:
    """A button that sends its form. kind: do, quiet, warn, onplum, link; main is the one big act of a page."""
    return {"text": text, "kind": kind, "name": name, "value": value, "main": main, "full": full}


@register.inclusion_tag("ui/button_link.html")
def button_link(text: str, url: str, *, kind: str = "do", main: bool = False, full: bool = False) -> Context:
    """A link that looks like a button: it goes somewhere and changes nothing."""
    return {"text": text, "url": url, "kind": kind, "main": main, "full": full}


@register.inclusion_tag("ui/tag.html")
def status_tag(text: str, tone: str = "plain") -> Context:
    """A word on a label. tone: plain, due, done, problem."""
    return {"text": text, "tone": tone}


@register.filter
def unbroken(words: str) -> str:
    """A phone number, or a name, that stays on one line."""
    return words.replace(" ", "\N{NO-BREAK SPACE}")


@register.filter
def by_parts(address: str) -> SafeString:
    """An email address that breaks behind its @ where it must, and in no word."""
    return format_html_join(SafeString("<wbr>"), "{}", ([part] for part in re.split("(?<=@)", address)))


@register.inclusion_tag("ui/sector_tag.html")
def sector_tag(text: str, cloth: str) -> Context:
    """A sector's word with a swatch of its cloth."""
    return {"text": text, "cloth": cloth}


@register.inclusion_tag("ui/swatch.html")
def swatch(cloth: str) -> Context:
    """A square of cloth. The word must stand beside it."""
    return {"cloth": cloth}


@register.inclusion_tag("ui/cloth_band.html")
def cloth_band(cloth: str) -> Context:
    """A band of cloth where a picture could be."""
    return {"cloth": cloth}


@register.inclusion_tag("ui/stitch.html")
def stitch() -> Context:
    """A running stitch across the measure."""
    return {}


@register.inclusion_tag("ui/crumb.html")
def crumb(url: str, text: str) -> Context:
    """The list this page belongs to. Goes in the block before_main."""
    return {"url": url, "text": text}


@register.inclusion_tag("ui/back_link.html")
def back_link(url: str, text: str) -> Context:
    """One step back, inside a journey of several screens, and where that leads."""
    return {"url": url, "text": text}


@register.simple_block_tag
def panel(content: str, title: str = "", *, level: int = 2, ident: str = "") -> SafeString:
    """A quiet box beside or under the words."""
    return wrap("ui/panel.html", content, title=title, level=level, ident=ident)


@register.simple_block_tag
def notice(content: str, title: str = "", *, kind: str = "info") -> SafeString:
    """Something to know before going on. kind: info, success, warn, problem; success takes the focus."""
    return wrap("ui/notice.html", content, title=title, kind=kind)


@register.simple_block_tag
def confirm_panel(content: str, title: str) -> SafeString:
    """It worked. The title is the page's h1; the content says what happens next."""
    return wrap("ui/confirm_panel.html", content, title=title)


@register.simple_block_tag
def form_patch(content: str, title: str = "", *, ident: str = "") -> SafeString:
    """A form on a patch with a stitched edge, beside an event or alone."""
    return wrap("ui/form_patch.html", content, title=title, ident=ident)


@register.inclusion_tag("ui/all_done.html")
def all_done(text: str) -> Context:
    """That's everything."""
    return {"text": text}


@register.inclusion_tag("ui/empty_state.html")
def empty_state(text: str, url: str = "", action: str = "") -> Context:
    """A list with nothing in it: one sentence, and one thing to do."""
    return {"text": text, "url": url, "action": action}


@register.inclusion_tag("ui/initials.html")
def initials(name: str, cloth: str = "") -> Context:
    """A person's first letters on the tint of their sector; decoration, since the name stands beside it."""
    words = name.split()
    letters = "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words))
    return {"letters": letters.upper(), "cloth": cloth}


@register.inclusion_tag("ui/copy_box.html")
def copy_box(text: str, said: str = "") -> Context:
    """An address or a sentence to copy; without a script it can still be selected."""
    return {"text": text, "said": said}


@register.inclusion_tag("ui/qr.html")
def qr(url: str, label: str, *, big: bool = False) -> Context:
    """A QR code drawn in the page. Write the address in words beside it."""
    code = segno.make(url, error="m")
    rows = [list(row) for row in code.matrix]
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return {"path": path, "size": len(rows), "label": label, "big": big}


@register.inclusion_tag("ui/counts.html")
def counts(items: Iterable[tuple[int, str]], *, light: bool = False) -> Context:
    """A few numbers with their words: (41, "pledges"). On plum, or with light=True on a white page."""
    return {"items": items, "light": light}


@register.inclusion_tag("ui/timeline.html")
def timeline(items: Iterable[Mapping[str, Any]]) -> Context:
    """What happened, newest first. Each: title, and any of when, who, text, url."""
    return {"items": items}
