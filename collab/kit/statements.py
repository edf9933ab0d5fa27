"""A queryset whose SQL is worked out once, for the few pages where that costs more than running it."""

from collections.abc import Callable
from copy import copy
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
        self.queryset = build(self.HOLE)
        self.compiler: Any = None

    def rows(self, value: str = "") -> list[M]:
        """The rows as they are now, read from the database each time."""
        if self.compiler is None:
            self._compile()
        # Copies, since each thread has a connection of its own.
        compiler, queryset = copy(self.compiler), self.queryset.all()
        compiler.connection = connections[self.queryset.db]
        params = tuple(value if param == self.HOLE else param for param in self.params)
        compiler.as_sql = lambda *_args, **_kwargs: (self.sql, params)
        queryset.query = copy(queryset.query)
        queryset.query.get_compiler = lambda *_args, **_kwargs: compiler  # type: ignore[method-assign]
        return list(queryset)

    def _compile(self) -> None:
        compiler = self.queryset.query.get_compiler(using=self.queryset.db)
        self.sql, self.params = compiler.as_sql()
        self.compiler = compiler
