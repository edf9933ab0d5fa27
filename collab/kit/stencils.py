"""A page or an email that is the same for everybody but for a few words: drawn once, and filled in for each person.

What is the same, `shown`, are values and rows; a row counts with all that was read of it, so what changed is drawn
anew at once. A person's words, `own`, are marks in what is kept: no name, address or token is ever kept. A template
gets nothing else, and what asked the database while it was drawn is given out and not kept.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from secrets import randbelow
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.functional import Promise, cached_property, lazy
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from collab.kit.components.library import Build, Drawing, Unkeepable, forget_by_the_hour, frozen, part_kept

type Values = Mapping[str, Any]
# Figures alone, which no filter, no escaping and no address changes; nobody can guess them and type them.
MARK = str(10**37 + randbelow(9 * 10**37))
HOLES = re.compile(rf"{MARK}(\d\d)")
# Their kind follows from the column.
AS_THEY_ARE = {str, int, bool, type(None), date, time, datetime, timedelta, UUID}
# Made, and its cookie set, only where the page has a form that needs it.
TOKEN_OF = lazy(get_token, str)


class AsksTheDatabase(Exception):
    """What a template read besides its values may change unseen."""

    def __init__(self, html: SafeString) -> None:
        super().__init__()
        self.html = html


class Shown(dict[str, Any]):
    """What is the same for all, and its key: an email is drawn twice from it."""

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """Names and values, to compare by."""
        return tuple((name, seen(value)) for name, value in self.items())


class Stencil(Drawing):
    """A drawing with holes, kept by what it shows and by which of the holes there are."""

    __slots__ = ("request",)

    def __init__(
        self, filename: str, build: Build, shown: Shown, holes: dict[str, str], request: HttpRequest | None
    ) -> None:
        self.filename, self.build, self.args, self.kwargs = filename, build, ({**shown, **holes},), {}
        self.request = request
        # All that the frame of a page reads of an address is which part of the site it belongs to.
        route = request.resolver_match.route if request and request.resolver_match else ""
        self.key = (filename, get_language(), route, *holes.items(), shown.key)
        self.mark = hash(self.key)

    def drawn(self) -> SafeString:
        """With the marks in it."""
        with statements_noted() as noted:
            html = render_to_string(self.filename, self.build(*self.args), self.request)
        self.build, self.args, self.request = dict, (), None
        if noted:
            raise AsksTheDatabase(html)
        return html


def page(request: HttpRequest, filename: str, shown: Values, own: Values, build: Build = dict) -> HttpResponse:
    """A page for visitors from a stencil; for members, whose names stand on it, drawn as always.

    `build` puts what is neither a value nor a row, such as a form, beside both; for `own` it may be given marks.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES:
        return render(request, filename, build({**shown, **own}))
    own = {**own, "csrf_token": TOKEN_OF(request)}
    response = HttpResponse(filled(filename, Shown(shown), own, build, request))
    patch_vary_headers(response, ["Cookie"])
    return response


def filled(
    filename: str, shown: Shown, own: Values, build: Build = dict, request: HttpRequest | None = None
) -> SafeString:
    """The template's words with this person's in their places, escaped unless it is plain text."""
    holes = {name: f"{MARK}{number:02d}" if is_there(words) else "" for number, (name, words) in enumerate(own.items())}
    try:
        pieces = HOLES.split(marked(Stencil(filename, build, shown, holes, request)))
    except Unkeepable:
        return render_to_string(filename, build({**shown, **own}), request)
    words, write = list(own.values()), str if filename.endswith(".txt") else conditional_escape
    # Each once, however often it stands there: a token stands in each form, an address in an email four times.
    written = {number: write(words[int(number)]) for number in set(pieces[1::2])}
    pieces[1::2] = [written[number] for number in pieces[1::2]]
    return SafeString("".join(pieces))


def is_there(words: object) -> bool:
    """Whether there is something to put in; what is made when it is wanted always is."""
    return isinstance(words, Promise) or bool(words)


def marked(stencil: Stencil) -> SafeString:
    """The words with marks in them, from what is kept or drawn now."""
    forget_by_the_hour()
    try:
        return part_kept(stencil)
    except AsksTheDatabase as asked:
        return asked.html


def seen(value: Any) -> Any:
    """The value as something to compare by, a row by its columns and the rows that were read with it."""
    if isinstance(value, Model):
        # What Django notes of a row stands first among its values.
        state, *columns = vars(value).values()
        if not AS_THEY_ARE.issuperset(map(type, columns)):
            columns = [one if type(one) in AS_THEY_ARE else frozen(one) for one in columns]
        return (type(value), *vars(value), *columns, *map(seen, state.fields_cache.values()))
    if isinstance(value, list | tuple):
        return (type(value), *(value if set(map(type, value)) == {str} else map(seen, value)))
    return frozen(value)


@contextmanager
def statements_noted() -> Iterator[list[str]]:
    """The statements that are run meanwhile."""
    noted: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        noted.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        yield noted
