"""The one library that every component is registered in.

A component's HTML depends on its arguments alone, so equal ones are drawn once in a process and kept: most of a
list's time is the template engine's. Nothing is kept by an id, so nothing kept can be out of date or shown to
somebody whose page did not hand over these very words. What a page puts inside a component is never kept.
"""

from collections.abc import Callable
from datetime import date, time, timedelta
from functools import lru_cache, wraps
from time import time as seconds
from typing import Any
from uuid import UUID

from django import template
from django.template.base import Template
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# Some 2 MB of components, and as much of lists and bodies: with twice as many a worker passed its 100 MB.
DRAWINGS_KEPT, PARTS_KEPT = 2000, 100
HOUR = 3600
PLAIN = (str, int, float, bool, type(None), date, time, timedelta, range, UUID)
# Where a component's content goes. No form and no row of the database can hold this character.
HOLE = SafeString("\0")
type Build = Callable[..., dict[str, Any]]


class Components(template.Library):
    """A library whose inclusion tags are kept, but for those that read the page's context."""

    def inclusion_tag[F: Callable[..., Any]](  # type: ignore[override]
        self,
        filename: Template | str,
        func: Callable[..., Any] | None = None,
        takes_context: bool | None = None,
        name: str | None = None,
    ) -> Callable[[F], F]:
        """Registers a component; without takes_context its HTML is kept."""
        if takes_context:
            return super().inclusion_tag(filename, func, takes_context, name)
        return self._kept_tag(str(filename), name=name, is_part=False)

    def part[F: Callable[..., Any]](self, filename: str) -> Callable[[F], F]:
        """Registers a large piece of a page, such as a list, drawn from plain values; a few of them are kept."""
        return self._kept_tag(filename, name=None, is_part=True)

    def _kept_tag[F: Callable[..., Any]](self, filename: str, *, name: str | None, is_part: bool) -> Callable[[F], F]:
        def decorate(build: F) -> F:
            @wraps(build)
            def tag(*args: Any, **kwargs: Any) -> SafeString:
                return draw(filename, build, args, kwargs, is_part=is_part)

            self.simple_tag(tag, name=name or build.__name__)
            return build

        return decorate


register = Components()


class Drawing:
    """A template and what its context is built from, equal to another one with the same values."""

    __slots__ = ("args", "build", "filename", "key", "kwargs", "mark")

    def __init__(self, filename: str, build: Build, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.filename, self.build, self.args, self.kwargs = filename, build, args, kwargs
        self.key: Any = (filename, get_language(), frozen(args), frozen(kwargs))
        self.mark = hash(self.key)

    def __hash__(self) -> int:
        return self.mark

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Drawing) and self.key == other.key

    def drawn(self) -> SafeString:
        html = render_to_string(self.filename, self.build(*self.args, **self.kwargs))
        # What is kept lives long: of what it was drawn from only the key is needed.
        self.build, self.args, self.kwargs = dict, (), {}
        return html


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


def draw(
    filename: str, build: Build, args: tuple[Any, ...], kwargs: dict[str, Any], *, is_part: bool = False
) -> SafeString:
    """The component's HTML, drawn now or kept from when it was drawn with equal arguments."""
    try:
        drawing = Drawing(filename, build, args, kwargs)
    except Unkeepable:
        return draw_built(filename, build(*args, **kwargs))
    forget_by_the_hour()
    return part_kept(drawing) if is_part else kept(drawing)


def draw_built(filename: str, context: dict[str, Any]) -> SafeString:
    """For arguments that are rows or forms: what was read from them may be plain all the same."""
    try:
        drawing = Drawing(filename, dict, (), context)
    except Unkeepable:
        return render_to_string(filename, context)
    forget_by_the_hour()
    return kept(drawing)


@lru_cache(maxsize=DRAWINGS_KEPT)
def kept(drawing: Drawing) -> SafeString:
    """Drawn once for equal arguments."""
    return drawing.drawn()


@lru_cache(maxsize=PARTS_KEPT)
def part_kept(drawing: Drawing) -> SafeString:
    """The same for large pieces, so that they do not push out the small ones."""
    return drawing.drawn()


class Clock:
    """The hour in which everything kept was drawn."""

    hour = 0


def forget_by_the_hour() -> None:
    """A date shows its year or not, depending on today; and no name stays in memory for long."""
    hour = int(seconds() // HOUR)
    if hour != Clock.hour:
        forget()
        Clock.hour = hour


def forget() -> None:
    """Draw everything anew."""
    kept.cache_clear()
    part_kept.cache_clear()


def wrap(filename: str, content: str, /, **context: object) -> SafeString:
    """A component that wraps content, drawn from its template; only its frame is kept."""
    content = content.strip()
    frame = draw(filename, dict, (), {"content": HOLE if content else "", **context})
    # The content is a part of the page's own template, already escaped when it was drawn.
    return SafeString(frame.replace(HOLE, content))
