"""Colours a network may choose, and the contrast they need for everybody to read (WCAG 2, the formula of 1.4.3)."""

LEAST_FOR_WORDS = 4.5
PAPER, CREAM, INK = "#ffffff", "#fbf6ee", "#22242b"
# The release's own, for what is left empty.
OWN = {"brand": "#6b2347", "link": "#6b2347", "link_hover": "#4a1631", "stitch": "#f2a900"}


def luminance(colour: str) -> float:
    """How light a colour is, from 0 for black to 1 for white."""
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """From 1 for equal colours to 21 for black on white."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def pairs(look: dict[str, str]) -> list[tuple[str, str, str]]:
    """Every pair of colours that stand on one another: the field it is about, what is written, and on what."""
    brand, stitch = look["brand"], look["stitch"]
    return [
        ("brand", PAPER, brand),
        ("brand", brand, CREAM),
        ("link", look["link"], PAPER),
        ("link", look["link"], CREAM),
        ("link_hover", look["link_hover"], PAPER),
        ("link_hover", look["link_hover"], CREAM),
        ("stitch", stitch, brand),
        # The button on a dark band has the stitch's colour, and ink on it.
        ("stitch", INK, stitch),
    ]


def too_faint(look: dict[str, str]) -> list[tuple[str, str, str, float]]:
    """The pairs that not everybody can read, with their contrast."""
    measured = [(name, words, ground, contrast(words, ground)) for name, words, ground in pairs(look)]
    return [row for row in measured if row[3] < LEAST_FOR_WORDS]
