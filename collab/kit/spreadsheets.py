"""Spreadsheets: CSV and XLSX to rows of words, and rows to a CSV in which nothing can run."""

import csv
import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from django.http import StreamingHttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

MOST_BYTES = 5 * 1024 * 1024
# What an XLSX may unpack to: a small file can hold gigabytes of nothing.
MOST_UNPACKED = 100 * 1024 * 1024
MOST_ROWS, MOST_COLUMNS, MOST_LETTERS = 10_000, 60, 2_000
# What is plain text by its name; and whatever its name says, PDF, pictures, old Excel and web pages are not.
TEXT_NAMES = (".csv", ".tsv", ".txt")
OTHER_FILES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"<")
# A spreadsheet program takes a cell that begins like this for a formula (ASVS 1.2.10).
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "\0", "＝", "＋", "－", "＠")  # noqa: RUF001


class UnreadableSheet(Exception):
    """The file is no table we can read; the message says why, to the person who chose it."""


@dataclass(frozen=True)
class Sheet:
    """A table as words: the first line that has any, and the lines under it with their numbers in the file."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]


def read_sheet(file: BinaryIO, *, name: str, size: int) -> Sheet:
    """The first sheet of an XLSX, or a CSV. Raises UnreadableSheet for what is too large, broken or empty."""
    if size > MOST_BYTES:
        raise UnreadableSheet(_("That file is over 5 MB. Split it into smaller ones"))
    content = file.read(MOST_BYTES + 1)
    is_packed = content[:4] == b"PK\3\4"
    if not is_packed and (content.startswith(OTHER_FILES) or not name.lower().endswith(TEXT_NAMES)):
        raise UnreadableSheet(
            _("We cannot open that file. In your spreadsheet program choose “Save as”, then CSV or XLSX, and try again")
        )
    lines = _xlsx_lines(content) if is_packed else _csv_lines(content, name)
    return _sheet(lines)


def _sheet(lines: Iterable[list[str]]) -> Sheet:
    headings: list[str] = []
    rows: list[tuple[int, list[str]]] = []
    for number, cells in enumerate(lines, start=1):
        if not any(cells):
            continue
        if not headings:
            headings = cells[:MOST_COLUMNS]
        elif len(rows) < MOST_ROWS:
            rows.append((number, cells[: len(headings)] + [""] * (len(headings) - len(cells))))
        else:
            most = number_format(MOST_ROWS, force_grouping=True)
            raise UnreadableSheet(_("That file has over %(most)s rows. Split it into smaller ones") % {"most": most})
    if not rows:
        raise UnreadableSheet(_("That file has no rows under its headings. Choose another one"))
    return Sheet(headings, rows)


def _csv_lines(content: bytes, name: str) -> Iterator[list[str]]:
    if b"\0" in content[:1000] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise UnreadableSheet(_("%(name)s is not a spreadsheet we can read. Save it as CSV or XLSX") % {"name": name})
    text = _decoded(content)
    first = text.partition("\n")[0]
    # Excel writes semicolons where the comma marks decimals, and tabs into "Unicode text".
    delimiter = max(",;\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            yield [_words(cell) for cell in cells]
    except csv.Error as error:
        raise UnreadableSheet(_("That file breaks off in the middle of a cell. Save it again as CSV")) from error


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", errors="replace")
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # What Excel on Windows calls CSV.
        return content.decode("cp1252", errors="replace")


def _xlsx_lines(content: bytes) -> Iterator[list[str]]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - 1 MiB, for a few files a year

    broken = _("That file is broken, or is no spreadsheet. Open it and save it again as XLSX")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(entry.file_size for entry in packed.infolist()) > MOST_UNPACKED:
                raise UnreadableSheet(_("That file is too large when it is unpacked. Split it into smaller ones"))
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
    except (zipfile.BadZipFile, CalamineError, ValueError, OSError) as error:
        raise UnreadableSheet(broken) from error
    # Empty lines are kept, so that a row's number is the one the person sees.
    for cells in sheet.to_python(skip_empty_area=False):
        yield [_words(cell) for cell in cells]


def _words(cell: object) -> str:
    """A cell as a person reads it: 7 and not 7.0, days as days, no control characters, no quote of ours."""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, datetime) and not (cell.hour or cell.minute):
        cell = cell.date()
    text = cell.isoformat() if isinstance(cell, date) else str(cell)
    text = "".join(letter for letter in text if letter >= " " or letter in "\n\t").strip()[:MOST_LETTERS]
    return text[1:] if text.startswith("'") and text[1:].startswith(FORMULA_STARTS) else text


def safe_cell(value: object) -> str:
    """The value as words that no spreadsheet program takes for a formula."""
    text = "" if value is None else str(value)
    # Spaces before the sign do not make it safe: some programs trim them.
    is_live = text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS)
    return ("'" if is_live else "") + text.replace("\0", "")


class _Echo:
    """A file that hands each line straight back, so that a long list is never held whole."""

    def write(self, line: str) -> str:
        return line


def csv_lines(headings: Sequence[object], rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """CSV line by line, each cell quoted; a mark in front tells Excel that this is UTF-8."""
    writer = csv.writer(_Echo(), quoting=csv.QUOTE_ALL)
    yield "\ufeff" + writer.writerow([safe_cell(cell) for cell in headings])
    for row in rows:
        yield writer.writerow([safe_cell(cell) for cell in row])


def csv_response(name: str, headings: Sequence[object], rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """A file to download, sent as it is made."""
    return StreamingHttpResponse(
        csv_lines(headings, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"', "X-Content-Type-Options": "nosniff"},
    )
