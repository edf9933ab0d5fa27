"""Cells that a spreadsheet will not run as a formula, and files made of them."""

import csv
from collections.abc import Iterable
from io import StringIO

# A cell that begins with one of these may be run, or may hide one that is.
WIDE = tuple(map(chr, (0xFF1D, 0xFF0B, 0xFF0D, 0xFF20)))
LIVE = ("=", "+", "-", "@", "\t", "\r", "\n", "\0")


def safe_cell(value: object) -> str:
    """The value as text, with a quote in front where a spreadsheet might run it. No cell holds a NUL."""
    text = "" if value is None else str(value)
    # Full-width signs are read as the plain ones by some; a blank in front does not stop others.
    is_live = text.startswith(LIVE) or text.lstrip(" ").startswith((*LIVE, *WIDE))
    return ("'" if is_live else "") + text.replace("\0", "")


def as_csv(head: Iterable[object], rows: Iterable[Iterable[object]]) -> str:
    """A file with every cell quoted and made safe."""
    out = StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow([safe_cell(cell) for cell in head])
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return out.getvalue()
