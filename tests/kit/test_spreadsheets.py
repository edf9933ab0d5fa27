"""Files in: what people really save. Files out: nothing that runs."""

import csv
import io
import zipfile
from datetime import date

import pytest
import xlsxwriter

from collab.kit.spreadsheets import FORMULA_STARTS, MOST_ROWS, UnreadableSheet, csv_lines, read_sheet


def read(content, name="people.csv"):
    content = content.encode() if isinstance(content, str) else content
    return read_sheet(io.BytesIO(content), name=name, size=len(content))


def workbook(rows):
    file = io.BytesIO()
    book = xlsxwriter.Workbook(file, {"in_memory": True})
    sheet, days = book.add_worksheet(), book.add_format({"num_format": "d mmm yyyy"})
    for y, row in enumerate(rows):
        for x, cell in enumerate(row):
            sheet.write_datetime(y, x, cell, days) if isinstance(cell, date) else sheet.write(y, x, cell)
    book.close()
    return file.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        "Name,Email\nZoë Ng,zoe@example.com\n",
        "\ufeffName;Email\r\nZoë Ng;zoe@example.com\r\n",
        "Name\tEmail\nZoë Ng\tzoe@example.com".encode("utf-16"),
        "\n\nName,Email\n\nZoë Ng,zoe@example.com\n\n".encode("cp1252"),
        workbook([["Name", "Email"], ["Zoë Ng", "zoe@example.com"]]),
    ],
    ids=["plain", "excel with semicolons", "unicode text", "old windows, empty lines", "xlsx"],
)
def test_a_file_is_read_however_it_was_saved(content):
    sheet = read(content)

    assert (sheet.headings, [cells for _, cells in sheet.rows]) == (["Name", "Email"], [["Zoë Ng", "zoe@example.com"]])


def test_a_row_has_the_number_that_the_person_sees():
    assert [number for number, _ in read("Name\nA\n\n\nB\n").rows] == [2, 5]
    assert [number for number, _ in read(workbook([["Name"], ["A"], [], [], ["B"]])).rows] == [2, 5]


def test_numbers_and_days_read_as_people_write_them():
    sheet = read(workbook([["A", "B", "C"], [7, 1.5, date(2026, 11, 18)]]))

    assert sheet.rows == [(2, ["7", "1.5", "2026-11-18"])]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "no rows under its headings"),
        ("Name,Email\n", "no rows under its headings"),
        (b"PK\3\4 and then nothing", "broken"),
        (workbook([["Name"], ["A"]])[:-200], "broken"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "We cannot open that file"),
        ("Name\n" + "A\n" * (MOST_ROWS + 1), "over 10,000 rows"),
        ('Name\n"' + "A" * 140_000, "breaks off"),
        (b"A" * (5 * 1024 * 1024 + 1), "over 5 MB"),
    ],
    ids=["nothing", "only headings", "no zip", "cut off", "picture", "too many rows", "open quote", "too large"],
)
def test_a_file_that_cannot_be_read_says_why(content, words):
    with pytest.raises(UnreadableSheet, match=words):
        read(content)


def test_a_small_file_that_unpacks_to_gigabytes_is_not_unpacked():
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for number in range(3):
            packed.writestr(f"xl/worksheets/sheet{number}.xml", b"\0" * 50 * 1024 * 1024)

    with pytest.raises(UnreadableSheet, match="too large when it is unpacked"):
        read(file.getvalue(), "bomb.xlsx")


@pytest.mark.parametrize("start", [*FORMULA_STARTS, "  =", "\u00a0@"])
def test_no_cell_that_goes_out_is_a_formula(start):
    written = "".join(csv_lines([f"{start}A1"], [[f'{start}HYPERLINK("x")', "plain"]]))

    cells = [cell for row in csv.reader(io.StringIO(written.removeprefix("\ufeff"), newline="")) for cell in row]
    assert [cell.startswith("'") for cell in cells] == [True, True, False]
    assert "\0" not in written


def test_what_went_out_comes_in_as_it_was():
    written = "".join(csv_lines(["Phone", "Words"], [["+44 1632 960100", 'a "quoted" word, and a comma']]))

    assert read(written).rows == [(2, ["+44 1632 960100", 'a "quoted" word, and a comma'])]
