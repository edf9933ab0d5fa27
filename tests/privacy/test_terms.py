"""How long: said and done from one figure, with names that last and bounds that hold."""

import re

import pytest
from django.utils import timezone

from collab.kit.days import days_in_words
from collab.kit.privacy import Term
from collab.privacy import terms
from collab.privacy.keeping import keep_no_longer
from collab.privacy.tables import every_kept, every_limit, table_for_people
from commons.models import CHOSEN, KeptFor
from events.views.places import OPEN_AFTER
from pledges.emails import ANSWER

# A sign-in's own age, which is no limit of a row.
SIGN_IN_AGES = {"members.SignIn", "sessions.Session"}


def test_a_name_means_one_term():
    by_name: dict[str, set[Term]] = {}
    for _one, limit in every_limit():
        by_name.setdefault(limit.term.name, set()).add(limit.term)

    assert [name for name, found in by_name.items() if len(found) > 1] == []
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", name) and len(name) <= 40 for name in by_name)


def test_no_row_of_the_table_says_days_by_hand():
    said = {one.label for one in every_kept() if re.search(r"\d+ (day|year)|a year", str(one.until))}

    assert said - SIGN_IN_AGES == set()


def test_every_limit_of_what_people_read_is_said():
    unsaid = [
        (one.label, limit.term.name)
        for one, limit in every_limit()
        if one.what and limit.days and f"%({limit.term.name})s" not in str(one.until)
    ]

    assert unsaid == []


def test_every_row_can_be_said(db):
    said = terms.all_said()

    assert len(said) == len(table_for_people())
    assert [row for row in said if "%" in row.until] == []
    assert any(row.until == "90 days after we answered; 14 days if you did not prove your address" for row in said)


@pytest.mark.parametrize("term", terms.changeable(), ids=lambda term: term.name)
def test_the_least_that_may_be_chosen_is_said_and_done(db, orla, term):
    terms.change_term(term, term.least, was=term.days, by=orla.uuid)

    assert terms.days_of(term) == term.least < term.days
    assert term.within(KeptFor.objects.chosen()[term.name]) == term.least


@pytest.mark.parametrize("term", terms.every_term().values(), ids=lambda term: term.name)
def test_whatever_a_row_says_the_release_has_the_last_word(db, term):
    KeptFor.objects.create(name=term.name, days=30_000)
    longer = terms.days_of(term)
    KeptFor.objects.update(days=1)
    CHOSEN.forget()

    assert longer == term.days
    assert terms.days_of(term) == (term.least or term.days)


@pytest.mark.parametrize("days", [0, 29, 61])
def test_no_other_way_leads_past_the_bounds(db, orla, days):
    with pytest.raises(ValueError, match="invitations"):
        terms.change_term(terms.every_term()["invitations"], days, was=60, by=orla.uuid)

    assert not KeptFor.objects.exists()


def test_a_row_of_a_term_that_is_gone_harms_nothing(db):
    KeptFor.objects.create(name="of-an-older-release", days=1)

    gone = keep_no_longer(timezone.now())

    assert gone == 0
    assert len(terms.all_said()) == len(table_for_people())


def test_links_in_emails_outlast_nobody(db):
    least = terms.every_term()["guests"].within(1)

    assert least >= ANSWER.max_age.days
    assert least >= OPEN_AFTER.days


@pytest.mark.parametrize(
    ("days", "words"),
    [(1, "1 day"), (60, "60 days"), (364, "364 days"), (365, "a year"), (366, "a year"), (367, "367 days"),
     (731, "2 years"), (3 * 366, "3 years"), (7 * 366, "7 years")],
)  # fmt: skip
def test_days_as_people_say_them(days, words):
    assert days_in_words(days) == words


@pytest.mark.parametrize("wrong", [{}, {"least": 5, "fixed": "why"}, {"least": 11}, {"least": 0}])
def test_a_term_is_either_fixed_with_a_reason_or_has_room(wrong):
    with pytest.raises(ValueError, match="tea"):
        Term("tea", "Tea", days=10, **wrong)
