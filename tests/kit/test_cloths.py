"""The ten cloths: dark enough for white words on them, and readable on their own tint."""

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parent.parent.parent / "static" / "css" / "_cloths.scss"
CLOTHS = re.findall(r"@include cloth\((\w+), (#\w{6}), (#\w{6})", SOURCE.read_text())
INK, INK_2 = "#22242b", "#4f535e"


def luminance(colour):
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_there_are_ten():
    names = [name for name, _cloth, _tint in CLOTHS]

    assert names == [
        "council", "nhs", "charity", "police", "housing", "faith", "business", "residents", "education", "funders",
    ]  # fmt: skip


@pytest.mark.parametrize(("name", "cloth", "tint"), CLOTHS)
def test_words_can_be_read_on_it(name, cloth, tint):
    assert contrast("#ffffff", cloth) >= 7
    assert contrast(cloth, tint) >= 6
    assert contrast(INK, tint) >= 12
    assert contrast(INK_2, tint) >= 6
