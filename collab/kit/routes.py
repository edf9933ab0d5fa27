"""Every address of the project with what its view declares, read from the resolver itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from inspect import getclosurevars
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from collab.kit.access import Access


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
