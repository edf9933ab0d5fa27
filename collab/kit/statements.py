"""A queryset whose SQL is worked out once, for the few pages where that costs more than running it."""

from collections.abc import Callable
from copy import copy
from threading import Lock
from typing import Any

from django.db import connections
from django.db.models import Model, QuerySet


class Statement[M: Model]:
    """The rows of a queryset, asked for with one value that changes from request to request.

    Django writes the SQL anew for each request. On the story page that was half of all its time: four subqueries,
    15 of 30 ms. Everything else of the queryset must be constant, so it asks the database for the time.
    """

    # Stands for the value while the SQL is written; an address of ours is never this.
    HOLE = "\0value"

    def __init__(self, build: Callable[[str], QuerySet[M]]) -> None:
        self.build, self.lock = build, Lock()
        self.written: tuple[QuerySet[M], Any, str, tuple[Any, ...]] | None = None

    def rows(self, value: str = "") -> list[M]:
        """The rows as they are now, read from the database each time."""
        queryset, compiler, sql, params = self.written or self._write()
        # Copies, since each thread has a connection of its own.
        compiler, queryset = copy(compiler), queryset.all()
        compiler.connection = connections[queryset.db]
        filled = tuple(value if param == self.HOLE else param for param in params)
        compiler.as_sql = lambda *_args, **_kwargs: (sql, filled)
        queryset.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return list(queryset)

    def _write(self) -> tuple[QuerySet[M], Any, str, tuple[Any, ...]]:
        # Writing the SQL changes the query for a moment. Of two threads at once, one wrote a broken statement.
        with self.lock:
            if self.written is None:
                queryset = self.build(self.HOLE)
                compiler = queryset.query.clone().get_compiler(using=queryset.db)
                self.written = (queryset, compiler, *compiler.as_sql())
        return self.written
