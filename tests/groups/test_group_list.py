"""The list of groups."""

import pytest
from django.utils import timezone

from tests.factories import make_group, make_member, put_in
from tests.groups.reading import main_words

pytestmark = pytest.mark.django_db


def closed(name, **fields):
    now = timezone.now()
    return make_group(name, closed_at=now, we_did="We rang everybody.", **fields)


def names(answer):
    return [group.name for group in answer.context["page"]]


def test_members_find_every_group_and_visitors_those_open_to_the_web(client, amara):
    make_group("Open to all", is_public=True)
    make_group("For members")

    as_visitor = client.get("/groups/")
    client.force_login(amara)
    as_member = client.get("/groups/")

    assert names(as_visitor) == ["Open to all"]
    assert names(as_member) == ["For members", "Open to all"]
    assert as_visitor.cookies == {}


def test_a_row_says_how_many_people_are_in_it_and_whether_i_am(client, amara, denise):
    group = make_group("Sunday table", lead=denise, people=[amara], kind="breaker", openness="open")
    put_in(group, make_member("Gone Home"), state="left")
    client.force_login(amara)

    words = main_words(client.get("/groups/"))

    assert "Ground breaker. 2 people. Anyone here can join. You are in it" in words


def test_each_kind_of_group_is_said_in_plain_words_once(client, amara):
    for name, kind in (("A", "breaker"), ("B", "breaker"), ("C", "practice")):
        make_group(name, kind=kind, is_public=True)

    listed = main_words(client.get("/groups/"))
    page = main_words(client.get("/groups/b/"))

    breaker = "A ground breaker tries out one new idea, with three or four outcomes to look for."
    practice = "In a community of practice, people who do the same kind of work learn from each other."
    assert [listed.count(breaker), listed.count(practice)] == [1, 1]
    assert listed.index(breaker) < listed.index("B ")
    assert [page.count(breaker), page.count(practice)] == [1, 0]


def test_a_visitor_is_not_told_how_many(client, amara):
    make_group("Sunday table", lead=amara, is_public=True)

    assert "1 person" not in main_words(client.get("/groups/"))


def test_the_list_is_narrowed_by_kind_and_by_how_people_join(client, amara):
    make_group("A", kind="practice", openness="open")
    make_group("B", kind="practice", openness="ask")
    make_group("C", kind="breaker", openness="open")
    client.force_login(amara)

    found = client.get("/groups/?kind=practice&joining=open")

    assert names(found) == ["A"]
    assert [row["text"] for row in found.context["chosen"]] == ["Community of practice", "Anyone here can join"]
    assert [row["url"] for row in found.context["chosen"]] == ["?joining=open", "?kind=practice"]


def test_groups_that_ended_have_their_own_list(client, amara):
    make_group("Goes on")
    closed("Has ended")
    client.force_login(amara)

    assert names(client.get("/groups/")) == ["Goes on"]
    assert names(client.get("/groups/?closed=1")) == ["Has ended"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/groups/", "No groups yet. Say what you want to change, and ask people in."),
        ("/groups/?closed=1", "No group has ended yet."),
        ("/groups/?kind=breaker", "No group like that yet."),
    ],
)
def test_an_empty_list_says_what_to_do(client, amara, address, words):
    client.force_login(amara)

    assert words in main_words(client.get(address))


def test_a_visitor_of_an_empty_list_is_told_that_members_see_more(client):
    assert "Members see more when they sign in." in main_words(client.get("/groups/"))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_row_and_for_three(client, amara, django_assert_num_queries, rows):
    for n in range(rows):
        make_group(f"Group {n}", lead=amara, people=[make_member(f"Person {n}")], is_public=True)

    client.get("/groups/")
    with django_assert_num_queries(2):
        client.get("/groups/")
    client.force_login(amara)
    client.get("/groups/")
    with django_assert_num_queries(5):
        client.get("/groups/")


def test_members_have_groups_in_the_bar_and_visitors_do_not(client, amara):
    as_visitor = client.get("/stories/").content.decode()
    client.force_login(amara)
    as_member = client.get("/stories/").content.decode()

    assert ('href="/groups/"' in as_visitor, 'href="/groups/"' in as_member) == (False, True)
