"""Two thousand people: every question of the directory starts from an index, and shows as much as for three people."""

import pytest
from django.db import connection, transaction
from django.http import QueryDict

from collab.demo.bench import Bench, load_people
from collab.demo.bench_network import load_ties
from collab.demo.loading import Loading
from collab.demo.network import load_vocabularies
from members.models import Member
from network.actions.listing import list_all
from network.filters import PersonFilter
from network.models import Entry, Tie
from network.models.wanted import Wanted
from tests.network.people import say

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def town(django_db_setup, django_db_blocker):
    """The synthetic people of size 1, with their ties, and what PostgreSQL knows about them. Loaded once."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield load_town()
        transaction.set_rollback(True)


def load_town():
    loading = Loading(seed=1)
    load_vocabularies(loading)
    with connection.cursor() as cursor:
        bench = Bench.on(cursor, loading, 1)
        load_people(bench)
        load_ties(bench)
        # Before anybody asks: it takes these tables for empty, and would compare each row with each other.
        cursor.execute("ANALYZE")
        member = say(Member.objects.order_by("pk")[500], offers="a zither")
        list_all()
        cursor.execute("ANALYZE network_entry")
    return member


def plan_of(rows):
    return rows.explain()


def test_the_list_by_name_walks_an_index_on_its_first_page_and_on_a_late_one(town):
    people = Entry.objects.visible_to(town)
    late = people.order_by("-name", "-pk").defer("document")[30]

    first, later = (
        plan_of(rows.order_by("name", "pk")[:21]) for rows in (people.in_rows(), people.after(late).in_rows())
    )

    assert "Sort Key: network_entry" not in first
    for plan in (first, later):
        assert "entry_by_name" in plan
        assert "Seq Scan on network_entry" not in plan


@pytest.mark.parametrize("typed", ["zither", "zith"])
def test_words_are_looked_up_in_the_index_of_words(town, typed):
    found = Entry.objects.matching(Wanted.read(typed).question).read_by(town)

    plan = plan_of(found)

    assert "entry_by_words" in plan
    assert "Seq Scan on network_entry" not in plan


def test_filters_and_words_are_one_question(town):
    chosen = PersonFilter(QueryDict("place=ferngate&offer=zither"), Entry.objects.all())

    assert "entry_by_words" in plan_of(chosen.qs)


def test_ties_are_read_from_either_end_by_an_index(town):
    mine = Tie.objects.known().of(town)
    near = [row["whom"] for row in mine.far_ends()]

    plans = [plan_of(mine), plan_of(Tie.objects.known().beyond(near))]

    assert len(near) == 20
    assert ["Seq Scan" in plan for plan in plans] == [False, False]


def test_the_answer_has_as_many_queries_and_no_more_bytes_than_a_page_of_it(town, client, django_assert_num_queries):
    client.force_login(town)
    client.get("/people/?in=housing")

    # Two more than for a few: many are not fetched, but asked again for those whom I may meet and who offer.
    with django_assert_num_queries(12):
        page = client.get("/people/?in=housing")
    everyone = client.get("/people/")

    assert [len(page.context[group]) for group in ("known", "introducible", "offered")] == [10, 10, 10]
    assert len(page.content) < 40_000
    assert len(everyone.context["rows"]) == 20
    assert len(everyone.content) < 30_000


def test_those_who_offer_to_be_asked_have_indexes_of_their_own(town):
    everybody = Entry.objects.matching(Wanted.read("housing").question).read_by(town).askable()

    # By name where many of them say it, by words where few do.
    assert "entry_askable_by_" in plan_of(everybody.order_by("name", "pk")[:21])
