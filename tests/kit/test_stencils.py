"""A page or an email is drawn once for all, and each person's own words are put in anew."""

import pytest
from django.utils.html import escape

from collab.kit import stencils
from collab.kit.components import library
from collab.kit.stencils import Shown, filled
from commons.models import NetworkSettings
from members.models import Contact, Sector
from tests.factories import make_contact, make_organisation

HOSTILE = ["<script>alert(1)</script>", "Zoë & Sons", "\u202eevil", "{{ title }}{% now 'Y' %}", "a" * 5000, "\0", "x"]


@pytest.fixture(autouse=True)
def _templates(settings, tmp_path):
    library.forget()
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [tmp_path, *settings.TEMPLATES[0]["DIRS"]]}]
    (tmp_path / "card.html").write_text(
        "{{ title }}|{% if name %}{{ name }}{% else %}nobody{% endif %}|{{ number }}|{{ row.name }}"
    )
    (tmp_path / "card.txt").write_text("{% autoescape off %}{{ title }}|{{ name }}{% endautoescape %}")
    (tmp_path / "address.html").write_text('{% url "sign_up_done" token %}')
    (tmp_path / "asks.html").write_text("{{ row.organisation.name }}")


def card(shown=None, **own):
    return filled("card.html", Shown(shown or {"title": "Meet-up"}), {"name": "", "number": "", **own})


def drawings():
    return library.part_kept.cache_info().misses


def test_many_people_are_filled_into_one_drawing():
    cards = [card(name=name, number=number) for number, name in enumerate(["Jo", "Denise", "Kwame"], 1)]

    assert cards == ["Meet-up|Jo|1|", "Meet-up|Denise|2|", "Meet-up|Kwame|3|"]
    assert drawings() == 1


# Random in each process, and so in no name of a test.
MARKS = [pytest.param(stencils.MARK + more, id=f"the-mark{more}") for more in ("", "00", "99")]


@pytest.mark.parametrize("name", [*HOSTILE, *MARKS])
def test_what_a_person_typed_is_escaped_and_stays_what_it_was(name):
    card(name="Jo")

    assert card(name=name) == f"Meet-up|{escape(name)}||"
    assert filled("card.txt", Shown({"title": "Meet-up"}), {"name": name}) == f"Meet-up|{name}"
    assert card(name="Jo") == "Meet-up|Jo||"


def test_a_word_that_is_not_there_is_nowhere_for_the_template_too():
    assert card(name="Jo", number=1) == "Meet-up|Jo|1|"
    assert card(name="", number=1) == "Meet-up|nobody|1|"


def test_other_words_for_all_are_drawn_anew():
    assert card({"title": "Meet-up"}, name="Jo").startswith("Meet-up")
    assert card({"title": "Workshop"}, name="Jo").startswith("Workshop")


def test_a_row_counts_with_all_that_was_read_of_it_and_with_it(db):
    homes = make_organisation("Brookfold Homes", cloth="housing")
    contact = Contact.objects.select_related("organisation").get(pk=make_contact(organisation=homes).pk)

    before = stencils.seen(contact)
    assert contact.organisation is not None
    contact.organisation.name = "Brookfold"
    renamed = stencils.seen(contact)
    contact.phone = "01632 960 001"

    assert len({before, renamed, stencils.seen(contact)}) == 3


def test_two_tables_with_equal_rows_are_told_apart(db):
    assert stencils.seen(NetworkSettings(pk=1)) != stencils.seen(Sector(pk=1))


def test_what_asked_the_database_is_not_kept(db):
    homes = make_organisation("Brookfold Homes", cloth="housing")
    pk = make_contact(organisation=homes).pk
    assert filled("asks.html", Shown({"row": Contact.objects.get(pk=pk)}), {}) == "Brookfold Homes"

    type(homes).objects.update(name="Brookfold")

    assert filled("asks.html", Shown({"row": Contact.objects.get(pk=pk)}), {}) == "Brookfold"


def test_a_token_stands_in_an_address_as_it_is():
    for token in ("MTIz:1tXyZ:a-b_c", "other:token"):
        assert filled("address.html", Shown(), {"token": token}) == f"/events/place/{token}/"
    assert drawings() == 1


def test_what_is_kept_is_forgotten_by_the_hour(monkeypatch):
    card(name="Jo")
    monkeypatch.setattr(library, "seconds", lambda: (library.Clock.hour + 1) * library.HOUR)

    card(name="Jo")

    assert library.part_kept.cache_info().misses == 1


def test_lists_of_words_and_of_other_things_are_told_apart():
    assert len({stencils.seen(value) for value in (["a", "b"], ("a", "b"), ["ab"], ["a", 1], ["a", True], [])}) == 6
