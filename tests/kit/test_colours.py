import pytest

from collab.kit.colours import CREAM, INK, OWN, PAPER, contrast, too_faint


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [
        ("#000000", "#ffffff", 21.0),
        ("#ffffff", "#ffffff", 1.0),
        # As measured in the design notes.
        ("#6b2347", PAPER, 10.73),
        ("#6b2347", CREAM, 9.98),
        ("#f2a900", "#6b2347", 5.34),
        (INK, "#f2a900", 7.71),
        ("#f2a900", PAPER, 2.01),
        # The well-known greys on either side of 4.5.
        ("#767676", PAPER, 4.54),
        ("#777777", PAPER, 4.48),
    ],
)
def test_contrast_is_what_the_formula_says(one, other, ratio):
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


def test_the_releases_own_colours_pass():
    assert too_faint(OWN) == []


def test_a_light_link_is_too_faint_on_white_and_on_cream():
    faint = too_faint({**OWN, "link": "#777777"})

    assert [(name, ground) for name, _, ground, _ in faint] == [("link", PAPER), ("link", CREAM)]


def test_a_link_that_passes_on_white_alone_is_refused():
    faint = too_faint({**OWN, "link": "#767676"})

    assert [ground for _, _, ground, _ in faint] == [CREAM]
