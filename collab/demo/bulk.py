"""Many rows of one model by a single INSERT … SELECT, written by PostgreSQL itself."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.backends.utils import CursorWrapper
from psycopg import sql


@dataclass(frozen=True)
class Block:
    """The ids of rows inserted together, without gaps."""

    first: int
    count: int

    def at(self, number: str = "n") -> str:
        """SQL for the id of that row, counted from 0 and round again."""
        return f"({self.first} + ({number}) % {self.count})"


class Gaps(Exception):
    """Somebody else was inserting at the same time."""


def fill(cursor: CursorWrapper, model: type[models.Model], count: int, **expressions: str) -> Block:
    """Insert so many rows; each expression is SQL over `n`, and other columns get the model's own defaults."""
    fields = [field for field in model._meta.concrete_fields if not field.primary_key]
    columns = ", ".join(f'"{field.column}"' for field in fields)
    values = ", ".join(expressions.pop(field.attname, "") or default(field) for field in fields)
    assert not expressions, f"{model.__name__} has no {', '.join(expressions)}."
    table, key = model._meta.db_table, model._meta.pk.column
    cursor.execute(
        f"WITH made AS (INSERT INTO {table} ({columns}) SELECT {values} FROM generate_series(0, {count - 1}) AS n "
        f"RETURNING {key}) SELECT min({key}), max({key}) FROM made"
    )
    first, last = cursor.fetchone() or (0, 0)
    if last - first + 1 != count:
        raise Gaps(f"{table} was being written by somebody else.")
    return Block(first, count)


def default(field: models.Field) -> str:
    """What Django would store if nothing were said, as SQL."""
    if isinstance(field, models.UUIDField) and not field.null:
        return "gen_random_uuid()"
    if isinstance(field, models.DateTimeField) and not field.null:
        return "now()"
    if isinstance(field, ArrayField):
        return "'{}'"
    value = field.get_default()
    return literal("[]" if isinstance(field, models.JSONField) else value)


def literal(value: Any) -> str:
    """A value, quoted."""
    return sql.Literal(value).as_string()


def one_of(values: Iterable[Any], number: str = "n") -> str:
    """SQL that picks one of these by number, round and round."""
    items = [literal(value) for value in values]
    return f"(ARRAY[{', '.join(items)}])[1 + (({number}) % {len(items)})::int]"
