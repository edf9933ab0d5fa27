"""Rows that are saved together, in one statement: while one holds a lock that many wait for, each statement counts.

Django writes the SQL of each row anew and sends it alone. Here that of each kind of row is written once, and PostgreSQL
keeps its plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import connection
from django.db.models import CharField, EmailField, Model, SlugField, TextField, URLField

from collab.kit.statements import prepared

WORDS = {CharField, EmailField, SlugField, TextField, URLField}


class Step(NamedTuple):
    """One row to be written, as SQL with its values, and the new rows that it points to, by field."""

    row: Model
    sql: str
    values: list[Any]
    points_to: Mapping[str, Model] = {}

    def note(self, pk: int | None) -> None:
        """The number that a new row was given; none where another one stands."""
        self.row.pk = pk
        self.row._state.adding, self.row._state.db = pk is None, connection.alias
        for name, other in self.points_to.items():
            setattr(self.row, name, other)

    def after(self, steps: "Sequence[Step]") -> str:
        """The SQL with the numbers that those steps before it give."""
        if not self.points_to:
            return self.sql
        places = {id(step.row): number for number, step in enumerate(steps)}
        return self.sql.format(*(f"(SELECT * FROM step{places[id(row)]})" for row in self.points_to.values()))


def insert(row: Model, *, unless_there: bool = False) -> Step:
    """A new row; `unless_there` leaves the one that stands, and then the new one has no number.

    It may point to a row that is new too, and is saved before it in the same statement.
    """
    model, points_to = type(row), new_rows_of(row)
    fields, with_defaults = columns_of(model), filled_by_the_database(model)
    given = zip(fields, values_of(row, fields, is_new=True), strict=True)
    # What is empty is left out: many rows have few columns with anything in them.
    said = [(field.name, value) for field, value in given if value is not None or field.name in with_defaults]
    sql = insertion(model, unless_there, tuple([name for name, _value in said]), tuple(points_to))
    return Step(row, sql, [value for _name, value in said], points_to)


def update(row: Model, *names: str) -> Step:
    """These columns of a row that is there; without names all of them."""
    names = names or tuple(field.name for field in columns_of(type(row)))
    fields = [row._meta.get_field(name) for name in names]
    return Step(row, change(type(row), names), [*values_of(row, fields, is_new=False), row.pk])


def save(row: Model) -> Step:
    """All of a row, whether it is new or there."""
    return update(row) if row.pk else insert(row)


def save_at_once(steps: Sequence[Step]) -> None:
    """All of these rows, or none. New ones get their numbers."""
    if not steps:
        return
    new = [number for number, step in enumerate(steps) if not step.row.pk]
    parts = ", ".join(f"step{number} AS ({step.after(steps)})" for number, step in enumerate(steps))
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
            lines.write_row(values_of(row, columns, is_new=True))


@lru_cache(maxsize=256)
def insertion(model: type[Model], unless_there: bool, given: tuple[str, ...], pointers: tuple[str, ...]) -> str:
    """INSERT of one row of this table, which answers with its number; {} stands for that of each new row before it."""
    names = [quoted(str(model._meta.get_field(name).column)) for name in given + pointers]  # type: ignore[union-attr]
    values = ["%s"] * len(given) + ["{}"] * len(pointers)
    stands = " ON CONFLICT DO NOTHING" if unless_there else ""
    into = f"INSERT INTO {quoted(model._meta.db_table)} ({', '.join(names)})"
    return f"{into} VALUES ({', '.join(values)}){stands} RETURNING {pk_of(model)}"


def new_rows_of(row: Model) -> dict[str, Model]:
    """The rows without a number that it points to."""
    beside = row._state.fields_cache
    return {name: beside[name] for column, name in pointers_of(type(row))
            if getattr(row, column) is None and beside.get(name) is not None}  # fmt: skip


@lru_cache(maxsize=64)
def change(model: type[Model], names: tuple[str, ...]) -> str:
    """UPDATE of these columns of one row of this table."""
    columns = [f"{quoted(str(model._meta.get_field(name).column))} = %s" for name in names]  # type: ignore[union-attr]
    return f"UPDATE {quoted(model._meta.db_table)} SET {', '.join(columns)} WHERE {pk_of(model)} = %s"


def values_of(row: Model, fields: Iterable[Any], *, is_new: bool) -> list[Any]:
    """What Django would save, moments of their own among it."""
    values = [(field, field.pre_save(row, is_new)) for field in fields]
    # Words in a column of words, and nothing else, go as they are: most of what is saved.
    return [
        value if value is None or (type(value) is str and type(field) in WORDS) else prepared_for(field, value)
        for field, value in values
    ]


def prepared_for(field: Any, value: Any) -> Any:
    """As Django hands it to the database."""
    return field.get_db_prep_save(value, connection)


@lru_cache(maxsize=64)
def columns_of(model: type[Model]) -> tuple[Any, ...]:
    """All that is written of a row: not its number, and nothing that the database works out."""
    return tuple(field for field in model._meta.concrete_fields if not field.primary_key and not field.generated)


@lru_cache(maxsize=64)
def pointers_of(model: type[Model]) -> list[tuple[str, str]]:
    """The columns that hold another row's number, each with where that row is kept."""
    return [(field.attname, field.name) for field in columns_of(model) if field.is_relation]


@lru_cache(maxsize=64)
def filled_by_the_database(model: type[Model]) -> frozenset[str]:
    """The columns that are not empty when they are left out."""
    return frozenset(field.name for field in columns_of(model) if field.has_db_default())


def quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def pk_of(model: type[Model]) -> str:
    return quoted(str(model._meta.pk.column))
