"""How the headings of somebody's file meet our columns."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.kit.spreadsheets import Sheet, UnreadableSheet

Words = str | Promise
Cells = dict[str, str]


@dataclass(frozen=True)
class Column:
    """One column: its heading in our template, other headings people use, and an example."""

    name: str
    heading: Words
    example: str
    says: Words = ""
    also: tuple[str, ...] = ()
    is_needed: bool = False
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


def named_cells(sheet: Sheet, columns: Iterable[Column]) -> tuple[list[tuple[int, Cells]], list[str]]:
    """Each row by column, and the headings we have no use for. Raises UnreadableSheet when a needed one is missing."""
    found: dict[int, Column] = {}
    for place, heading in enumerate(sheet.headings):
        column = next((c for c in columns if c.answers_to(heading) and c not in found.values()), None)
        if column is not None:
            found[place] = column
    _need(columns, found)
    rows = [(number, {c.name: cells[place] for place, c in found.items()}) for number, cells in sheet.rows]
    return rows, [heading for place, heading in enumerate(sheet.headings) if heading and place not in found]


def _need(columns: Iterable[Column], found: Mapping[int, Column]) -> None:
    missing = [str(c.heading) for c in columns if c.is_needed and c not in found.values()]
    if missing:
        words = ngettext(
            "That file has no column %(names)s. Add it, or start from our template",
            "That file has no columns %(names)s. Add them, or start from our template",
            len(missing),
        )
        raise UnreadableSheet(words % {"names": ", ".join(f"“{name}”" for name in missing)})


def too_long(cells: Cells, columns: Iterable[Column]) -> list[str]:
    """A sentence for each cell that does not fit."""
    words = _("Cut %(count)s characters from “%(heading)s”")
    return [
        words % {"count": len(cells[c.name]) - c.most, "heading": c.heading}
        for c in columns
        if len(cells.get(c.name, "")) > c.most
    ]
