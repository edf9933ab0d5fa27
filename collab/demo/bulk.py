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
    """Insert so many rows; each expression is SQL over `n`, counted from 0."""
    rows = statement(model, f"generate_series(0, {count - 1}) AS n", expressions)
    cursor.execute(f"WITH made AS ({rows} RETURNING id) SELECT min(id), max(id) FROM made")
    first, last = cursor.fetchone() or (0, 0)
    if last - first + 1 != count:
        raise Gaps(f"{model.__name__} rows were being written by somebody else.")
    return Block(first, count)


def statement(model: type[models.Model], source: str, expressions: dict[str, str]) -> str:
    """INSERT … SELECT; the columns that no expression is given for get the model's own defaults."""
    fields = {
        field.attname: field for field in model._meta.concrete_fields if not (field.primary_key or field.generated)
    }
    unknown = expressions.keys() - fields.keys()
    assert not unknown, f"{model.__name__} has no {unknown}."
    columns = ", ".join(f'"{field.column}"' for field in fields.values())
    values = ", ".join(expressions.get(name) or default(field) for name, field in fields.items())
    return f"INSERT INTO {model._meta.db_table} ({columns}) SELECT {values} FROM {source}"


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
