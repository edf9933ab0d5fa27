"""The one library that every component is registered in.

A component's HTML depends on its values alone, so equal values are drawn once in a process and kept: most of a
list's time is the template engine's. Nothing is kept by an id, so nothing kept can be out of date or shown to
somebody whose page did not hand over these very words.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache, wraps
from time import time
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

DRAWINGS_KEPT = 4000
PLAIN = (str, int, float, bool, type(None), date, range)
type Build = Callable[..., dict[str, Any]]


class Components(template.Library):
    """A library whose inclusion tags are kept, but for those that read the page's context."""

    def inclusion_tag(
        self, filename: Any, func: Any = None, takes_context: bool | None = None, name: str | None = None
    ) -> Any:
        """Registers a component; without takes_context its HTML is kept."""
        if takes_context:
            return super().inclusion_tag(filename, func, takes_context, name)

        def decorate(build: Build) -> Build:
            @wraps(build)
            def tag(*args: Any, **kwargs: Any) -> SafeString:
                return draw(filename, build(*args, **kwargs))

            self.simple_tag(tag, name=name or build.__name__)
            return build

        return decorate


register: template.Library = Components()


class Drawing:
    """A template and its values, equal to another one with the same values."""

    __slots__ = ("context", "filename", "key", "mark")

    def __init__(self, filename: str, context: Mapping[str, Any]) -> None:
        self.filename, self.context = filename, context
        # A year may be shown or not, depending on today: kept for an hour at most.
        self.key = (filename, get_language(), int(time() // 3600), frozen(context))
        self.mark = hash(self.key)

    def __hash__(self) -> int:
        return self.mark

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawing) and self.key == other.key


class Unkeepable(Exception):
    """A value that may change without our seeing it."""


def frozen(value: Any) -> Any:
    """The value as something to compare by; markup that is safe differs from the same words that are not."""
    kind = type(value)
    if kind is str or kind is bool or kind is int:
        return (kind, value)
    if isinstance(value, Promise):
        return (str, str(value))
    if isinstance(value, PLAIN):
        return (kind, value)
    if isinstance(value, list | tuple):
        return (kind, *map(frozen, value))
    if isinstance(value, dict):
        return (kind, *((name, frozen(each)) for name, each in value.items()))
    raise Unkeepable


def draw(filename: str, context: dict[str, Any]) -> SafeString:
    """The component's HTML, drawn now or kept from when it was drawn with equal values."""
    try:
        drawing = Drawing(filename, context)
    except Unkeepable:
        return render_to_string(filename, context)
    return kept(drawing)


@lru_cache(maxsize=DRAWINGS_KEPT)
def kept(drawing: Drawing) -> SafeString:
    """Drawn once for equal values."""
    return render_to_string(drawing.filename, dict(drawing.context))


def wrap(component: str, content: str, /, **context: object) -> SafeString:
    """A component that wraps content, drawn from its template in templates/ui/."""
    # The content is a part of the page's own template, already escaped when it was drawn.
    return draw(f"ui/{component}.html", {"content": SafeString(content.strip()), **context})
