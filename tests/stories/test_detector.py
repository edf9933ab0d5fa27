import time

import pytest

from stories.models.detector import found_in, pieces


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Then Ruth Okoro came.", "name", ["Ruth Okoro"]),
        ("We met Anna-Marie O’Neill and José de Souza.", "name", ["Anna-Marie O’Neill", "José de Souza"]),
        ("We rang 01632 960 045 and +44 7700 900123.", "phone", ["01632 960 045", "+44 7700 900123"]),
        ("It is at FB1 2AB, near M1 1AE.", "postcode", ["FB1 2AB", "M1 1AE"]),
        ("Write to ruth.o@surgery.example now.", "email", ["ruth.o@surgery.example"]),
        ("On 3 March 2026 and 4/3/2026.", "date", ["3 March 2026", "4/3/2026"]),
        ("The NHS lent a van. They came on Monday Morning.", "name", []),
        ("Eleven boilers, 68 people, 2020.", "phone", []),
    ],
)
def test_what_could_show_who_somebody_is_is_found(text, kind, found):
    assert [piece.text for piece in found_in(text) if piece.kind == kind] == found


def test_no_word_is_lost_by_marking():
    text = "Ruth Okoro (ruth@surgery.example) rang 01632 960 045\non 3 March."

    assert "".join(piece.text for piece in pieces(text)) == text


def test_the_same_thing_is_listed_once():
    assert len(found_in("Ruth Okoro met Ruth Okoro.")) == 1


@pytest.mark.parametrize("text", ["A" * 20000, "a." * 10000 + "@", "0 " * 10000, "Aa " * 7000, "1/" * 9000])
def test_a_hostile_text_is_read_in_no_time(text):
    begun = time.perf_counter()

    found_in(text)

    assert time.perf_counter() - begun < 1
