"""Rows as an XLSX in which nothing can run: each cell is plain words or a number, never a formula."""

import re
import zipfile
from collections.abc import Iterable, Sequence
from html import escape
from io import BytesIO

from django.http import HttpResponse

from collab.kit.spreadsheets import safe_cell

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BEGIN = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
OFFICE = "http://schemas.openxmlformats.org"
RELATED = f"{OFFICE}/officeDocument/2006/relationships"
SHEETS = f"{OFFICE}/spreadsheetml/2006/main"
CONTENT = "application/vnd.openxmlformats-officedocument.spreadsheetml"
# What no XML may hold.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
PARTS = {
    "[Content_Types].xml": (
        f'<Types xmlns="{OFFICE}/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{CONTENT}.sheet.main+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{CONTENT}.worksheet+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATED}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{SHEETS}" xmlns:r="{RELATED}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
        f'<Relationship Id="rId1" Type="{RELATED}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>'
    ),
}


def xlsx_bytes(headings: Sequence[object], rows: Iterable[Iterable[object]]) -> bytes:
    """The file. Words that begin like a formula carry a mark, so that they stay words when saved as CSV later."""
    lines = "".join(f"<row>{''.join(map(cell, row))}</row>" for row in [headings, *rows])
    sheet = f'<worksheet xmlns="{SHEETS}"><sheetData>{lines}</sheetData></worksheet>'
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, part in {**PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            packed.writestr(name, BEGIN + part)
    return file.getvalue()


def cell(value: object) -> str:
    """A number as a number, all else as words inside the cell itself."""
    if isinstance(value, int) and not isinstance(value, bool):
        return f"<c><v>{value}</v></c>"
    words = CONTROLS.sub("", safe_cell(value))
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(words, quote=False)}</t></is></c>'


def xlsx_response(name: str, headings: Sequence[object], rows: Iterable[Iterable[object]]) -> HttpResponse:
    """A file to download."""
    headers = {"Content-Disposition": f'attachment; filename="{name}.xlsx"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(xlsx_bytes(headings, rows), content_type=XLSX, headers=headers)
