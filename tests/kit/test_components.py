"""Small sums that components do: full rows in a quilt, widths of cloth, days and times in words."""

from datetime import UTC, datetime, time

import pytest
from django.template import Context, Template, TemplateSyntaxError

from collab.kit.components.events import clock, day_words, until
from collab.kit.components.pledges import quilt_widths


def draw(source, **context):
    return Template(source).render(Context(context))


@pytest.mark.parametrize("count", range(1, 25))
def test_every_row_of_a_quilt_is_full(count):
    widths = quilt_widths([len("word") * (place % 7) for place in range(count)])

    row, rows = 0, []
    for width in widths:
        row += width
        if row >= 12:
            rows.append(row)
            row = 0

    assert (row, set(rows)) == (0, {12})
    assert len(widths) == count


def test_beside_the_open_patch_the_first_takes_what_is_left():
    assert quilt_widths([10, 10, 10, 10], beside_a_form=True)[0] == 5


def test_longer_words_get_a_wider_patch():
    assert quilt_widths([10, 90, 50]) == [3, 5, 4]


@pytest.mark.parametrize(
    ("at", "words"),
    [(time(17, 30), "5:30pm"), (time(19), "7pm"), (time(9, 5), "9:05am"), (time(12), "midday"), (time(0), "midnight")],
)
def test_times_read_as_people_say_them(at, words):
    assert clock(at) == words


def test_a_time_is_local_on_both_sides_of_the_clock_change():
    assert clock(datetime(2026, 7, 15, 16, 30, tzinfo=UTC)) == "5:30pm"
    assert clock(datetime(2026, 11, 18, 17, 30, tzinfo=UTC)) == "5:30pm"


def test_a_span_and_a_day_in_words():
    start, end = datetime(2031, 11, 19, 17, 30, tzinfo=UTC), datetime(2031, 11, 19, 19, tzinfo=UTC)

    assert until(start, end) == "5:30pm to 7pm"
    assert day_words(start) == "Wednesday 19 November 2031"


def test_words_that_people_typed_are_escaped():
    html = draw(
        '{% need_card voice=words %}{{ words }}{% endneed_card %}{% patch words who="Jim" %}', words="<script>alert(1)"
    )

    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3


def test_nobody_coming_shows_no_bar():
    assert draw("{% sector_mix rows %}", rows=[("nhs", 0, "0 NHS")]).strip() == ""
    assert "g-4" in draw("{% sector_mix rows %}", rows=[("nhs", 4, "4 NHS")])


def test_a_misspelt_argument_is_an_error():
    with pytest.raises(TemplateSyntaxError):
        draw('{% patch "I will" whom="Jim" %}')


def test_a_page_has_no_inline_style_or_script():
    html = draw('{% qr "https://westmere.example/" "QR code" %}{% bars rows %}', rows=[("nhs", 4, "NHS")])

    assert "style=" not in html
    assert "<svg" in html


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("amara.nwachukwu@westmere.example", "amara.nwachukwu@<wbr>westmere.example"),
        ("<b>@x", "&lt;b&gt;@<wbr>x"),
        ("", ""),
    ],
)
def test_an_address_breaks_behind_its_sign_alone(address, shown):
    assert draw("{{ address|by_parts }}", address=address) == shown
