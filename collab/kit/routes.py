"""Every address of the project with what its view declares, read from the resolver itself."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from inspect import getclosurevars
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.urls.resolvers import RoutePattern

from collab.kit.access import Access

# How the addresses of one date of a series begin.
A_DATE = "<slug:slug>/<day:day>/"


@dataclass(frozen=True)
class Route:
    """One URL pattern. Without an access rule it is closed."""

    pattern: str
    name: str
    methods: tuple[str, ...]
    access: Access | None

    def as_row(self) -> dict[str, Any]:
        rule = self.access.rule if self.access else None
        roles = list(self.access.roles) if self.access else []
        return {"pattern": self.pattern, "name": self.name, "methods": self.methods, "access": rule, "roles": roles}


def by_first_part(entries: Iterable[Any], most_asked: Iterable[str] = ()) -> list[URLPattern | URLResolver]:
    """The same addresses in the same order, those of one part of the site behind one look, the most asked parts first.

    Django tries them one after the other: 160 of them before it came to the form for a place, a tenth of that page.
    """
    parts: dict[str, list[URLPattern]] = {first: [] for first in most_asked}
    others: list[URLPattern | URLResolver] = []
    for entry in _flat(entries):
        first, slash, rest = str(entry.pattern).partition("/")
        if not slash or "<" in first or isinstance(entry, URLResolver):
            others.append(entry)
        else:
            parts.setdefault(first, []).append(moved(entry, rest))
    return [*(path(f"{first}/", include(_by_date(those))) for first, those in parts.items()), *others]


def _by_date(entries: list[URLPattern]) -> list[URLPattern | URLResolver]:
    """Those of one date behind one look too, and first: no other address has a day in its second part."""
    of_a_date = [entry for entry in entries if str(entry.pattern).startswith(A_DATE)]
    if not of_a_date:
        return [*entries]
    inside = [moved(entry, str(entry.pattern).removeprefix(A_DATE)) for entry in of_a_date]
    return [path(A_DATE, include(inside)), *(entry for entry in entries if entry not in of_a_date)]


def moved(entry: URLPattern, route: str) -> URLPattern:
    """The same page at another address."""
    return path(route, entry.callback, entry.default_args, entry.name)


def _flat(entries: Iterable[Any]) -> Iterator[URLPattern | URLResolver]:
    """Without the apps that are mounted at the top, which hold nothing together."""
    for entry in entries:
        if isinstance(entry, URLResolver) and isinstance(entry.pattern, RoutePattern) and not str(entry.pattern):
            yield from _flat(entry.url_patterns)
        else:
            yield entry


def every_route() -> list[Route]:
    """In the order in which they are tried; the first of several names for one view stands."""
    return list(_routes(get_resolver(), "/"))


def _routes(resolver: URLResolver, prefix: str) -> Iterator[Route]:
    for entry in resolver.url_patterns:
        pattern = f"{prefix}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _routes(entry, pattern)
        elif isinstance(entry, URLPattern):
            view = entry.callback
            yield Route(pattern, entry.name or "", _methods(view), getattr(view, "access", None))


def _methods(view: Callable[..., Any] | None) -> tuple[str, ...]:
    """What require_http_methods was told, found in the layers wrapped round the view."""
    while view is not None:
        found = getclosurevars(view).nonlocals.get("request_method_list")
        if found is not None:
            return tuple(found)
        view = getattr(view, "__wrapped__", None)
    return ()
