"""Everything about one person as a file: a page to read, the same for machines, and their own files."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from django.core.files.storage import default_storage
from django.db.models import Field, FileField, ForeignKey, ManyToManyField, Model
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from collab.kit.privacy import Kept, Person
from collab.privacy.people import keys_to_people, person_of
from collab.privacy.tables import every_kept, people_first
from commons.models import NetworkSettings
from members.models import Contact, Member


@dataclass
class Part:
    """What one table holds about them; `labels` are those of its columns that mean something to people."""

    name: str
    title: str
    labels: set[str]
    rows: list[dict[str, Any]] = field(default_factory=list)

    def in_words(self) -> list[list[tuple[str, str]]]:
        """For the page: without what is empty, and without saying each time that it is theirs."""
        left_out: tuple[Any, ...] = (None, "", [], _("you"))
        return [
            [(capfirst(label), words(value)) for label, value in row.items()
             if label in self.labels and value not in left_out]
            for row in self.rows
        ]  # fmt: skip


def zip_about(contact: Contact, *, at: datetime) -> bytes:
    """The file as it is handed out."""
    person = person_of(contact)
    parts, named = list(parts_about(person)), list(named_in(person))
    page = {"parts": parts, "named": named, "at": at, "network": NetworkSettings.current(), "name": person.name}
    machine = {
        "made_at": at,
        "about": person.name,
        "tables": {part.name: part.rows for part in parts},
        "named_in": dict(named),
    }
    written = BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as archive:
        archive.writestr("about-you.html", render_to_string("pages/about_you.html", page))
        archive.writestr("about-you.json", json.dumps(machine, default=plain, indent=2, ensure_ascii=False))
        for name in files_of(person):
            with default_storage.open(name) as file:
                archive.writestr(f"files/{name}", file.read())
    return written.getvalue()


def parts_about(person: Person) -> Iterator[Part]:
    """Every table in turn that has something about them."""
    for one in people_first():
        wanted = {*one.personal.split(), *one.special.split()}
        labels = {str(field.verbose_name) for field in one.fields() if field.name in wanted}
        part = Part(one.label, str(one.what or one.model._meta.verbose_name_plural), labels)
        part.rows = [row_about(one, row, person) for row in one.shown_to(person).order_by("pk")]
        if part.rows:
            yield part


def row_about(one: Kept, row: Model, person: Person) -> dict[str, Any]:
    """Its columns with plain labels; without keys of the database and without secrets."""
    left_out = {*one.withheld.split(), one.model._meta.pk.name}
    left_out |= {name for name, path in one.said_by.items() if not is_them(row, path, person)}
    shown = (field for field in one.fields() if field.name not in left_out)
    return {str(field.verbose_name): value_of(field, row, person) for field in shown}


def is_them(row: Model, path: str, person: Person) -> bool:
    """Whether this key of the row points at them."""
    key = row._meta.get_field(path)
    theirs = person.contact if key.related_model is Contact else person.member
    return theirs is not None and getattr(row, f"{path}_id") == theirs


def value_of(field: "Field[Any, Any]", row: Model, person: Person) -> Any:
    """What stands there; of other people only that it is somebody else."""
    if isinstance(field, ManyToManyField):
        return [shown(other, person) for other in getattr(row, field.name).all()]
    if isinstance(field, ForeignKey):
        return shown(getattr(row, field.name), person)
    if isinstance(field, FileField):
        return getattr(row, field.attname).name
    value = getattr(row, field.attname)
    return str(dict(field.flatchoices).get(value, value)) if field.choices and value else value


def shown(other: Model | None, person: Person) -> str | None:
    """A row that another one points at: nobody's, their own, or that it is somebody else's."""
    if other is None:
        return None
    if isinstance(other, Contact | Member):
        is_them = other.pk == (person.contact if isinstance(other, Contact) else person.member)
        return _("you") if is_them else _("somebody else")
    one = next((one for one in every_kept() if one.label == other._meta.label), None)
    is_theirs = one is None or not one.is_owned or one.rows_of(person).filter(pk=other.pk).exists()
    return str(other) if is_theirs else _("somebody else’s")


def named_in(person: Person) -> Iterator[tuple[str, int]]:
    """How often rows of other people point at them: a partner, a checker. What those rows say is not theirs."""
    for one in every_kept():
        for key in keys_to_people(one):
            theirs = person.contact if key.related_model is Contact else person.member
            rows = one.manager.filter(**{key.name: theirs}).exclude(pk__in=one.rows_of(person).values("pk"))
            if theirs is not None and (count := rows.count()):
                yield f"{capfirst(one.model._meta.verbose_name_plural)}: {key.verbose_name}", count


def files_of(person: Person) -> list[str]:
    """The files that their rows name."""
    names = [
        name
        for one, column in file_columns()
        if one.is_owned
        for name in one.rows_of(person).exclude(**{column: ""}).values_list(column, flat=True)
    ]
    for one in every_kept():
        names += one.files(one.rows_of(person)) if one.files else ()
    return [name for name in names if name and default_storage.exists(name)]


def file_columns() -> Iterator[tuple[Kept, str]]:
    """Every column of every table that names files."""
    for one in every_kept():
        yield from ((one, field.name) for field in one.fields() if isinstance(field, FileField))


def words(value: Any) -> str:
    """As a person writes it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, datetime):
        return date_format(timezone.localtime(value), "j F Y, H:i")
    if isinstance(value, date):
        return date_format(value, "j F Y")
    if isinstance(value, dict):
        return "; ".join(f"{name}: {words(each)}" for name, each in value.items())
    return ", ".join(map(words, value)) if isinstance(value, list) else str(value)


def plain(value: Any) -> Any:
    """What JSON has no word for."""
    return value.isoformat() if isinstance(value, date) else str(value)
