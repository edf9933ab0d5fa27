"""Rows that are saved together, in one statement: while one holds a lock that many wait for, each statement counts.

Django writes the SQL of each row anew and sends it alone. Here that of each kind of row is written once, and PostgreSQL
keeps its plan.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import Model

from collab.kit.statements import prepared


class Step(NamedTuple):
    """One row to be written, as SQL with its values."""

    row: Model
    sql: str
    values: list[Any]

    def note(self, pk: int | None) -> None:
        """The number that a new row was given; none where another one stands."""
        self.row.pk = pk
        self.row._state.adding, self.row._state.db = pk is None, connection.alias


def insert(row: Model, *, unless_there: bool = False) -> Step:
    """A new row; `unless_there` leaves the one that stands, and then the new one has no number."""
    names = tuple(field.name for field in columns_of(type(row)))
    return Step(row, insertion(type(row), unless_there), values_of(row, names, is_new=True))


def update(row: Model, *names: str) -> Step:
    """These columns of a row that is there; without names all of them."""
    names = names or tuple(field.name for field in columns_of(type(row)))
    return Step(row, change(type(row), names), [*values_of(row, names, is_new=False), row.pk])


def save(row: Model) -> Step:
    """All of a row, whether it is new or there."""
    return update(row) if row.pk else insert(row)


def save_at_once(steps: Sequence[Step]) -> None:
    """All of these rows, or none. New ones get their numbers."""
    if not steps:
        return
    new = [number for number, step in enumerate(steps) if not step.row.pk]
    parts = ", ".join(f"step{number} AS ({step.sql})" for number, step in enumerate(steps))
    numbers = ", ".join(f"(SELECT * FROM step{number})" for number in new)
    with prepared(connection), connection.cursor() as cursor:
        cursor.execute(f"WITH {parts} SELECT {numbers or 1}", [value for step in steps for value in step.values])
        found = cursor.fetchone()
    for number, pk in zip(new, found, strict=False):
        steps[number].note(pk)


def copy_in(rows: Sequence[Model]) -> None:
    """Many new rows of one table, sent as data and not as a statement. They learn no numbers."""
    if not rows:
        return
    columns = columns_of(type(rows[0]))
    names = ", ".join(quoted(str(field.column)) for field in columns)
    into = f"COPY {quoted(rows[0]._meta.db_table)} ({names}) FROM STDIN"
    with connection.wrap_database_errors, connection.cursor() as cursor, cursor.copy(into) as lines:
        for row in rows:
            lines.write_row([field.get_db_prep_save(field.pre_save(row, True), connection) for field in columns])


@lru_cache(maxsize=64)
def insertion(model: type[Model], unless_there: bool) -> str:
    """INSERT of one row of this table, which answers with its number."""
    names = [quoted(str(field.column)) for field in columns_of(model)]
    stands = " ON CONFLICT DO NOTHING" if unless_there else ""
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(names)})"
    return f"{into} VALUES ({', '.join(['%s'] * len(names))}){stands} RETURNING {pk_of(model)}"


@lru_cache(maxsize=64)
def change(model: type[Model], names: tuple[str, ...]) -> str:
    """UPDATE of these columns of one row of this table."""
    columns = [f"{quoted(str(model._meta.get_field(name).column))} = %s" for name in names]  # type: ignore[union-attr]
    return f"UPDATE {quoted(model._meta.db_table)} SET {', '.join(columns)} WHERE {pk_of(model)} = %s"


def values_of(row: Model, names: Iterable[str], *, is_new: bool) -> list[Any]:
    """What Django would save, moments of their own among it."""
    fields: list[Any] = [row._meta.get_field(name) for name in names]
    return [field.get_db_prep_save(field.pre_save(row, is_new), connection) for field in fields]


@lru_cache(maxsize=64)
def columns_of(model: type[Model]) -> tuple[Any, ...]:
    """All that is written of a row: not its number, and nothing that the database works out."""
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key and not field.generated)


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def pk_of(model: type[Model]) -> str:
    return quoted(str(model._meta.pk.column))
