"""A pledge is a patch; the wall is a quilt."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.safestring import SafeString

from collab.kit.components.library import register, wrap

Context = dict[str, Any]
QUILT_WIDTH = 12
BESIDE_THE_FORM = 5


@register.inclusion_tag("ui/patch.html")
def patch(
    text: str,
    *,
    who: str,
    cloth: str = "",
    state: str = "",
    url: str = "",
    lang: str = "",
    tint: bool = False,
    new: bool = False,
    big: bool = False,
) -> Context:
    """One pledge: its words, who made it, and how it goes. tint for a plum ground, new for a marigold ring."""
    return {
        "text": text, "who": who, "cloth": cloth, "state": state, "url": url, "lang": lang,
        "tint": tint, "new": new, "big": big,
    }  # fmt: skip


@register.simple_block_tag
def quilt(content: str, patches: Iterable[Mapping[str, Any]], *, empty_places: int = 0) -> SafeString:
    """The wall: patches in full rows, each a mapping of patch's arguments. Content, if any, is the open patch."""
    rows = list(patches)
    opened = bool(content.strip())
    widths = quilt_widths([len(str(row.get("text", ""))) for row in rows], beside_a_form=opened)
    placed = [(width, row) for width, row in zip(widths, rows, strict=True)]
    return wrap("ui/quilt.html", content if opened else "", placed=placed, empty_places=range(empty_places))


@register.inclusion_tag("ui/patch_row.html")
def patch_row(cloths: Sequence[str], *, still_open: int = 0, label: str = "", cap: int = 14) -> Context:
    """Kept pledges as squares of cloth, open ones as dashed squares. The numbers in words stand beside it."""
    kept = cloths[:cap]
    return {"cloths": kept, "still_open": range(max(0, min(still_open, cap - len(kept)))), "label": label}


def quilt_widths(lengths: Sequence[int], *, beside_a_form: bool = False) -> list[int]:
    """A width in twelfths for each patch, longer words wider, so that every row is full and order is kept."""
    widths, rest = [], list(lengths)
    if beside_a_form and rest:
        widths, rest = [BESIDE_THE_FORM], rest[1:]
    while rest:
        row, rest = rest[:3], rest[3:]
        if len(rest) == 1:  # three and one would leave a patch alone: two and two instead
            row, rest = row[:2], [row[2], *rest]
        widths += _one_row(row)
    return widths


def _one_row(lengths: Sequence[int]) -> list[int]:
    if len(lengths) == 1:
        return [QUILT_WIDTH]
    sizes = {2: [5, 7], 3: [3, 4, 5]}[len(lengths)]
    order = sorted(range(len(lengths)), key=lambda place: (lengths[place], place))
    return [sizes[order.index(place)] for place in range(len(lengths))]
