"""A queryset whose SQL is worked out once, for the few pages where that costs more than running it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy
from datetime import UTC, date, datetime, timedelta
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import connections
from django.db.backends.postgresql.base import ServerBindingCursor
from django.db.models import BigIntegerField, BooleanField, F, Func, QuerySet, Value

type Given = str | int | date | datetime | UUID | list[int]


class Written[Row](NamedTuple):
    """A statement as it is sent, and how its rows are read."""

    queryset: QuerySet[Any, Row]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    slots: list[tuple[int, int]]
    converters: dict[int, Any]
    has_composites: bool


class Statement[Row]:
    """The rows of a queryset, asked for with values that change from request to request.

    Django writes the SQL anew for each request. On the story page that was half of all its time: four subqueries,
    15 of 30 ms. Everything else of the queryset must be constant: each moment that is worked out from the time is a
    value of its own. A value stands in the SQL as it is given: not in a pattern such as `startswith`, a list only in
    `one_of`, and never None.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *kinds: type) -> None:
        self.build, self.lock = build, Lock()
        self.holes = [_hole(kind, number) for number, kind in enumerate(kinds)]
        self.written: Written[Row] | None = None

    def rows(self, *values: Given) -> list[Row]:
        """The rows as they are now, read from the database each time."""
        queryset, compiler, sql, params, slots, converters, has_composites = self.written or self._write()
        filled = list(params)
        for where, which in slots:
            filled[where] = values[which]
        # Copies, since each thread has a connection of its own.
        compiler, queryset = copy(compiler), queryset.all()
        compiler.connection = connections[queryset.db]
        compiler.as_sql = lambda *_args, **_kwargs: (sql, tuple(filled))
        compiler.get_converters = lambda _columns: converters
        compiler.has_composite_fields = lambda _columns: has_composites
        queryset.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        with prepared(compiler.connection):
            return list(queryset)

    def _write(self) -> "Written[Row]":
        # Writing the SQL changes the query for a moment. Of two threads at once, one wrote a broken statement.
        with self.lock:
            if self.written is None:
                queryset = self.build(*self.holes)
                compiler = queryset.query.clone().get_compiler(using=queryset.db)
                sql, params = compiler.as_sql()
                columns = [column for column, *_rest in compiler.select]
                converters, has_composites = compiler.get_converters(columns), compiler.has_composite_fields(columns)
                self.written = Written(queryset, compiler, sql, params, self._slots(params), converters, has_composites)
        return self.written

    def _slots(self, params: tuple[Any, ...]) -> list[tuple[int, int]]:
        """Which of the parameters are which of the values."""
        pairs = [(where, which) for where, param in enumerate(params) for which, hole in enumerate(self.holes)
                 if type(param) is type(hole) and param == hole]  # fmt: skip
        missing = set(range(len(self.holes))) - {which for _where, which in pairs}
        if missing:
            raise ValueError(f"The statement uses value {min(missing)} nowhere as it is given.")
        return pairs


@contextmanager
def prepared(connection: Any) -> Iterator[None]:
    """What is asked meanwhile is planned once in each connection: planning five joins took longer than running them.

    Nothing else is, since a plan for any word serves a common and a rare word alike, one of them badly.
    """
    if not settings.STATEMENTS_ARE_PREPARED:
        yield
        return
    connection.ensure_connection()
    raw = connection.connection
    usual = raw.cursor_factory
    # Only where values travel beside the SQL is it the same text each time.
    raw.cursor_factory, raw.prepare_threshold = ServerBindingCursor, 0
    try:
        yield
    finally:
        raw.cursor_factory, raw.prepare_threshold = usual, None


def _hole(kind: type, number: int) -> Given:
    """What stands for a value while the SQL is written: no text, number or moment of ours is ever like these."""
    low, end = number - 2**63, datetime.max.replace(tzinfo=UTC) - timedelta(days=2 + number, seconds=number)
    holes: dict[type, Given] = {
        str: f"\0value {number}", int: low, list: [low], datetime: end, date: end.date(), UUID: UUID(int=number)
    }  # fmt: skip
    return holes[kind]


def one_of(column: str, numbers: list[int]) -> Func:
    """A condition: this key is one of these numbers, which are one value. `__in` would write a place for each."""
    values = Value(numbers, output_field=ArrayField(BigIntegerField()))
    return Func(F(column), values, arg_joiner=" = ANY (", template="(%(expressions)s))", output_field=BooleanField())
