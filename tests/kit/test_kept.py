"""A component's HTML is kept by its values, and by nothing else."""

import pytest
from django.template import Context, Template
from django.utils.safestring import mark_safe

from collab.kit.components import library


@pytest.fixture(autouse=True)
def _nothing_kept_yet():
    library.kept.cache_clear()


def drawn(source, **values):
    return Template(source).render(Context(values))


def test_equal_values_are_drawn_once():
    first = drawn("{% status_tag word %}", word="Kept")
    second = drawn("{% status_tag word %}", word="Kept")

    assert first == second
    assert (library.kept.cache_info().misses, library.kept.cache_info().hits) == (1, 1)


def test_other_values_are_drawn_anew():
    assert "Stuck" in drawn("{% status_tag word %}", word="Stuck")
    assert "Kept" in drawn("{% status_tag word %}", word="Kept")
    assert "Stuck" not in drawn("{% status_tag word %}", word="Kept")


def test_words_that_look_like_markup_are_escaped_even_after_the_same_markup_was_safe():
    assert "<b>Kept</b>" in drawn("{% status_tag word %}", word=mark_safe("<b>Kept</b>"))
    assert "&lt;b&gt;Kept&lt;/b&gt;" in drawn("{% status_tag word %}", word="<b>Kept</b>")


def test_one_and_true_are_different_values():
    assert library.frozen({"a": 1}) != library.frozen({"a": True})
    assert library.frozen([1, "1"]) != library.frozen(["1", 1])


def test_a_row_of_the_database_is_never_kept_by():
    class Row:
        def __str__(self):
            return "The hall"

    assert "The hall" in drawn("{% sector_tag word 'faith' %}", word=Row())
    assert library.kept.cache_info().currsize == 0


def test_what_a_page_puts_inside_a_component_is_not_kept():
    drawn("{% panel 'Yours' %}{{ secret }}{% endpanel %}", secret="one")

    html = drawn("{% panel 'Yours' %}{{ secret }}{% endpanel %}", secret="two")

    assert "two" in html
    assert "one" not in html
    assert library.kept.cache_info().currsize == 1


def test_nothing_is_kept_for_longer_than_an_hour(monkeypatch):
    drawn("{% status_tag word %}", word="Kept")
    monkeypatch.setattr(library, "seconds", lambda: (library.Clock.hour + 1) * library.HOUR)

    drawn("{% status_tag word %}", word="Stuck")

    assert (library.kept.cache_info().misses, library.kept.cache_info().currsize) == (1, 1)
