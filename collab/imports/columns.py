"""How the headings of somebody's file meet our columns."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.kit.spreadsheets import Sheet, UnreadableSheet

Words = str | Promise
Cells = dict[str, str]

# What people call these columns in their own lists.
NAME_ALSO = ("full name", "person", "guest", "names", "who")
NAME_PARTS = (
    ("first name", "forename", "given name", "first"),
    ("surname", "last name", "family name", "second name", "last"),
)
EMAIL_ALSO = ("e-mail", "email address", "e-mail address", "mail", "emails", "contact email")
PHONE_ALSO = (
    *("telephone", "tel", "mobile", "mob", "cell", "phone number", "telephone number", "mobile number"),
    *("mobile phone", "tel no", "phone no", "telephone no", "mobile no", "contact number"),
)
ORGANISATION_ALSO = ("org", "organization", "organisation name", "organization name", "works for", "group", "company")


@dataclass(frozen=True)
class Column:
    """One column: its heading in our template, other headings people use, and an example."""

    name: str
    heading: Words
    example: str
    says: Words = ""
    also: tuple[str, ...] = ()
    # Headings of columns that make this one when they are put together, in this order.
    parts: tuple[tuple[str, ...], ...] = ()
    is_needed: bool = False
    # Of the columns with the same word here, a file has to have one.
    one_of: str = ""
    most: int = 120

    def answers_to(self, heading: str) -> bool:
        """Whether a heading of somebody's file means this column; case, spaces and marks do not count."""
        return plain(heading) in {plain(self.name), plain(str(self.heading)), *map(plain, self.also)}


@dataclass(frozen=True)
class Look:
    """What would happen to one row. verdict is one of ImportRow.Verdict."""

    verdict: str
    notes: list[str] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)
    target: str | None = None


def plain(words: str) -> str:
    """For comparing what people typed: letters and numbers, in lower case."""
    return re.sub(r"[\W_]+", "", words.casefold())


def spoken(name: str) -> str:
    """A name as it is compared: case and spaces do not count."""
    return " ".join(name.split()).casefold()


def named_cells(sheet: Sheet, columns: Sequence[Column]) -> tuple[list[tuple[int, Cells]], list[str]]:
    """Each row by column, and the headings we have no use for. Raises UnreadableSheet when a needed one is missing."""
    found: dict[str, list[int]] = {}
    taken: set[int] = set()
    for column in columns:
        places = [place for place in places_of(column, sheet.headings) if place not in taken]
        if places:
            found[column.name] = places
            taken.update(places)
    unknown = [heading for place, heading in enumerate(sheet.headings) if heading and place not in taken]
    _need(columns, found, unknown)
    return [(number, _in_columns(cells, found)) for number, cells in sheet.rows], unknown


def places_of(column: Column, headings: Sequence[str]) -> list[int]:
    """Where a column stands in a file: one place, or those of its parts, such as first name and surname."""
    whole = next((place for place, heading in enumerate(headings) if column.answers_to(heading)), None)
    parts = [_first_of(words, headings) for words in column.parts]
    if whole is None:
        return [place for place in parts if place is not None]
    # "Name" beside "Surname" is a first name.
    if parts and parts[0] is None and parts[-1] is not None and plain(headings[whole]) == plain(column.name):
        return [whole, parts[-1]]
    return [whole]


def _first_of(words: tuple[str, ...], headings: Sequence[str]) -> int | None:
    wanted = {plain(word) for word in words}
    return next((place for place, heading in enumerate(headings) if plain(heading) in wanted), None)


def _in_columns(cells: Sequence[str], found: Mapping[str, list[int]]) -> Cells:
    return {name: " ".join(filter(None, (cells[place] for place in places))) for name, places in found.items()}


def _need(columns: Sequence[Column], found: Mapping[str, list[int]], unknown: Sequence[str]) -> None:
    missing = [f"“{column.heading}”" for column in columns if column.is_needed and column.name not in found]
    for word in sorted({column.one_of for column in columns if column.one_of}):
        group = [column for column in columns if column.one_of == word]
        if not any(column.name in found for column in group):
            missing.append(_(" or ").join(f"“{column.heading}”" for column in group))
    if missing:
        words = ngettext(
            "That file has no column %(names)s. Add it, or start from our template",
            "That file has no columns %(names)s. Add them, or start from our template",
            len(missing),
        )
        raise UnreadableSheet(words % {"names": ", ".join(missing)} + _not_understood(unknown))


def _not_understood(unknown: Sequence[str]) -> str:
    """A sentence more, that names the headings that may be the missing ones."""
    if not unknown:
        return ""
    words = ngettext(
        ". We do not understand the heading %(names)s",
        ". We do not understand the headings %(names)s",
        len(unknown),
    )
    return words % {"names": ", ".join(f"“{heading}”" for heading in unknown[:10])}


def too_long(cells: Cells, columns: Sequence[Column]) -> list[str]:
    """A sentence for each cell that does not fit."""
    words = _("Cut %(count)s characters from “%(heading)s”")
    return [
        words % {"count": len(cells[c.name]) - c.most, "heading": c.heading}
        for c in columns
        if len(cells.get(c.name, "")) > c.most
    ]
