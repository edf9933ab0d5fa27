"""How patches fill a projector's picture: pure sums, so that no browser has to measure anything.

All lengths are in pixels of a picture of 1920 by 1080; the style sheet scales it as a whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

MOST_IN_VIEW = 14
WIDE, HIGH = 1480, 1005
COLUMNS, GAP = 12, 14
# Around the words of a patch: its cloth, the line of who made it, and the air.
FRAME_HIGH, FRAME_WIDE = 74, 54
LINE, LETTER = 46, 19.5
NAME_LINE, NAME_LETTER = 32, 13
# A line ends with a whole word, so its end is often empty.
FILLED = 0.82
# Few patches are written larger, in steps that the style sheet knows.
SCALES = {"huge": 2.0, "large": 1.4, "usual": 1.0}
# In one row, the shorter the words the more.
IN_A_ROW = (4, 3, 2, 1)
LETTERS_FOR = {4: 46, 3: 95, 2: 999, 1: 999}


# How many letters the words have, and how many who made it.
Size = tuple[int, int]


@dataclass(frozen=True)
class View:
    """One picture: the scale of its words, and for each patch in it its place among all and its width in twelfths."""

    scale: str
    places: tuple[tuple[int, int], ...]


def views_of(sizes: Sequence[Size]) -> list[View]:
    """The pictures that show all patches, newest first, and in each as many as fit without cutting anybody's words."""
    views, start = [], 0
    while start < len(sizes):
        many = fitting(sizes[start:])
        if start and start + many == len(sizes):
            # The last picture is filled up from the one before.
            many = fitting(sizes[::-1])
            start = len(sizes) - many
        views.append(one_view(sizes[start : start + many], start))
        start += many
    return views


def fitting(sizes: Sequence[Size]) -> int:
    """How many of the first ones fit; one always does."""
    most = min(MOST_IN_VIEW, len(sizes))
    return next((many for many in range(most, 1, -1) if height(rows_of(sizes[:many])) <= HIGH), 1)


def one_view(sizes: Sequence[Size], start: int) -> View:
    """Their rows, as large as there is room for; the row of the newest patch comes first."""
    rows = rows_of(sizes)
    scale = next((name for name, by in SCALES.items() if height(rows, by) <= HIGH), "usual")
    order = sorted(sorted(place for place, _ in row) for row in rows)
    return View(scale, tuple((start + place, COLUMNS // len(row)) for row in order for place in row))


Row = list[tuple[int, Size]]


def rows_of(sizes: Sequence[Size]) -> list[Row]:
    """Alike lengths side by side, so that no row is high for one patch alone. Every row is full."""
    rest, rows = sorted(enumerate(sizes), key=lambda patch: patch[1]), []
    while rest:
        many = next(k for k in IN_A_ROW if k <= len(rest) and rest[k - 1][1][0] <= LETTERS_FOR[k])
        rows.append(rest[:many])
        rest = rest[many:]
    return rows


def height(rows: Sequence[Row], scale: float = 1) -> float:
    """Of these rows one under the other."""
    return sum(max(patch_height(size, len(row), scale) for _, size in row) + GAP for row in rows) - GAP


def patch_height(size: Size, in_a_row: int, scale: float) -> float:
    """Of one patch beside the others of its row."""
    width = WIDE / in_a_row - FRAME_WIDE
    lines = ceil(size[0] / (width / (LETTER * scale) * FILLED))
    return FRAME_HIGH + LINE * scale * lines + NAME_LINE * ceil(size[1] / (width / NAME_LETTER * FILLED))
