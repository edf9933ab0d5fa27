from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Topic
from network.actions.listing import list_all
from network.actions.tying import offer_to_be_asked
from network.models import Tie
from tests import factories
from tests.network.people import found, groups, introduced, someone, text
from words.models import Lead

NOW = timezone.now()


@pytest.fixture
def reader(client, amara):
    client.force_login(amara)
    return client


def who(reader, words, **more):
    list_all()
    return reader.get("/people/", {"in": words, **more})


def test_three_groups_those_i_know_those_one_step_away_and_those_who_offer(reader, amara, denise, kwame):
    anton = someone("Anton Grabowski", sector="housing", offers="a handyperson, one day a month")
    shanice = someone("Shanice Whitlock", sector="housing")
    neville = someone("Neville Oduya", sector="housing")
    someone("Nobody’s Friend", sector="housing")
    introduced(amara, anton, at=NOW - timedelta(days=400))
    introduced(amara, kwame)
    introduced(kwame, shanice)
    offer_to_be_asked(neville, offers=True, at=NOW)

    page = who(reader, "housing")

    words = text(page)
    assert groups(page) == [["Anton Grabowski"], ["Shanice Whitlock"], ["Neville Oduya"]]
    assert "You know 1 person in housing" in words
    assert "People you know could introduce you to 1 more" in words
    assert "1 person has offered to be asked" in words
    assert "Can help with a handyperson, one day a month" in words
    assert "Kwame Asiedu knows them" in words
    assert "See everyone in housing, by name" in words
    assert words.index("You know 1") < words.index("People you know could") < words.index("1 person has offered")


@pytest.mark.parametrize(
    "typed", ["who do i know in housing?", "Who do I know in housing", "who housing", "in housing ?"]
)
def test_the_question_typed_in_full_asks_about_its_subject(reader, amara, typed):
    introduced(amara, someone("Anton Grabowski", sector="housing"), at=NOW - timedelta(days=1))

    page = who(reader, typed)

    assert groups(page) == [["Anton Grabowski"], [], []]
    assert "Who do I know in housing?" in text(page)
    assert page.context["typed"] == "housing"


def test_a_question_about_nothing_is_kept_as_it_was_typed(reader):
    assert who(reader, "who?").context["typed"] == "who"


def test_the_button_promises_only_what_their_page_holds(reader, amara):
    anton = someone("Anton Grabowski", sector="housing", how_to_reach="Ring me after 4pm.")
    jolene = someone("Jolene Marsh", sector="housing")
    introduced(amara, anton, at=NOW - timedelta(days=1))
    introduced(amara, jolene, at=NOW - timedelta(days=2))

    rows = who(reader, "housing").context["known"]

    assert [(row["act"], "#reach" in row["act_url"]) for row in rows] == [
        ("Get in touch", True),
        ("See their page", False),
    ]


def test_each_person_stands_in_one_group_only(reader, amara, kwame):
    anton = someone("Anton Grabowski", sector="housing")
    shanice = someone("Shanice Whitlock", sector="housing")
    introduced(amara, anton)
    introduced(amara, kwame)
    introduced(kwame, anton)
    introduced(kwame, shanice)
    introduced(anton, shanice)
    for person in (anton, shanice, amara):
        offer_to_be_asked(person, offers=True, at=NOW)

    page = who(reader, "housing")

    assert groups(page) == [["Anton Grabowski"], ["Shanice Whitlock"], []]
    assert page.context["found"].introducible.count == 1


def test_whom_i_met_last_comes_first(reader, amara):
    for days, name in ((30, "Long Ago"), (2, "Just Now"), (10, "In Between")):
        introduced(amara, someone(name, sector="housing"), at=NOW - timedelta(days=days))

    assert groups(who(reader, "housing"))[0] == ["Just Now", "In Between", "Long Ago"]


def test_whom_more_of_my_people_know_comes_first(reader, amara, denise, kwame):
    once, twice = someone("A Once", sector="housing"), someone("B Twice", sector="housing")
    for friend in (denise, kwame):
        introduced(amara, friend)
        introduced(friend, twice)
    introduced(denise, once)

    assert groups(who(reader, "housing"))[1] == ["B Twice", "A Once"]


@pytest.mark.parametrize("words", ["damp", "landlords", "repairs", "Mould on walls"])
def test_plain_words_reach_the_sector_and_the_topic(reader, amara, words):
    anton = someone("Anton Grabowski", sector="housing")
    homes = Topic.objects.create(slug="homes", name="Homes")
    lowri = someone("Lowri Beddoes", topics=[homes])
    for plain in ("damp", "landlord", "repairs"):
        Lead.objects.create(plain=plain, sector=factories.sector("housing"))
        Lead.objects.create(plain=plain, topic=homes)
    Lead.objects.create(plain="mould on walls", sector=factories.sector("housing"))
    Lead.objects.create(plain="mould on walls", topic=homes)
    introduced(amara, anton)
    introduced(amara, lowri)

    page = who(reader, words)

    assert sorted(groups(page)[0]) == ["Anton Grabowski", "Lowri Beddoes"]
    assert f"You know 2 people in {words}" in text(page)
    assert "This also finds people in: Homes, Housing." in text(page)


def test_every_word_must_be_met(reader, amara):
    introduced(amara, someone("Van And Housing", sector="housing", offers="a van"))
    introduced(amara, someone("Only Housing", sector="housing"))

    page = who(reader, "a van in housing")

    assert groups(page)[0] == ["Van And Housing"]
    assert "You know 1 person for “a van in housing”" in text(page)


def test_who_hides_or_is_suspended_is_in_none_and_introduces_nobody(reader, amara, denise, kwame):
    anton, shanice = someone("Anton Grabowski", sector="housing"), someone("Shanice Whitlock", sector="housing")
    neville = someone("Neville Oduya", sector="housing")
    introduced(amara, anton)
    introduced(amara, kwame)
    introduced(amara, denise)
    introduced(kwame, shanice)
    introduced(denise, shanice)
    offer_to_be_asked(neville, offers=True, at=NOW)
    before = groups(who(reader, "housing"))

    for gone in (anton, neville, kwame):
        type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    denise.profile.is_findable = False
    denise.profile.save()
    after = groups(reader.get("/people/", {"in": "housing"}))

    assert before == [["Anton Grabowski"], ["Shanice Whitlock"], ["Neville Oduya"]]
    assert after == [[], [], []]


def test_one_shared_event_or_one_yes_of_two_is_not_knowing(reader, amara):
    anton, shanice = someone("Anton Grabowski", sector="housing"), someone("Shanice Whitlock", sector="housing")
    Tie.objects.create(one=amara, other=anton, shared_events=1)
    Tie.objects.create(one=amara, other=shanice, one_says="yes", one_said_at=NOW)

    assert groups(who(reader, "housing")) == [[], [], []]


def test_nobody_known_yet_but_some_who_offered(reader, amara):
    for number in range(4):
        offer_to_be_asked(someone(f"Person {number}", sector="housing"), offers=True, at=NOW)

    words = text(who(reader, "housing"))

    assert "You know no one in housing yet. 4 people have offered to be asked." in words


def test_people_are_there_but_nobody_near(reader, amara):
    someone("Anton Grabowski", sector="housing")

    words = text(who(reader, "housing"))

    assert "You know no one in housing yet. Come to the next event and meet them." in words
    assert "See everyone in housing, by name" in words


def test_nobody_at_all_and_which_choice_to_drop(reader, amara):
    someone("Anton Grabowski", sector="housing", offers="a van")
    factories.sector("nhs")

    page = who(reader, "van", sector="nhs")

    assert "Nobody for “van” can be found yet. Try another word." in text(page)
    assert [(way["text"], way["count"]) for way in page.context["ways_out"]] == [("Nhs", 1)]


def test_filters_narrow_the_groups_too(reader, amara):
    introduced(amara, someone("Van Owner", sector="housing", offers="a van"))
    introduced(amara, someone("Hall Owner", sector="housing", offers="a hall"))

    page = who(reader, "housing", offer="van")

    assert groups(page)[0] == ["Van Owner"]
    assert 'name="in" value="housing"' in text(page)


def test_long_groups_show_ten_and_count_all(reader, amara):
    for number in range(14):
        person = someone(f"Person {number:02}", sector="housing")
        introduced(amara, person) if number < 12 else offer_to_be_asked(person, offers=True, at=NOW)

    page = who(reader, "housing")

    assert [len(group) for group in groups(page)] == [10, 0, 2]
    assert "You know 12 people in housing" in text(page)
    assert len(found(reader, **{"in": "housing", "all": 1})) == 14


def world_of(amara, kwame, count):
    introduced(amara, kwame)
    for number in range(count):
        introduced(amara, someone(f"Known {number}", sector="housing"))
        introduced(kwame, someone(f"Near {number}", sector="housing"))
        offer_to_be_asked(someone(f"Offers {number}", sector="housing"), offers=True, at=NOW)


@pytest.mark.parametrize("count", [1, 3])
def test_it_costs_the_same_for_one_and_for_three(reader, amara, kwame, django_assert_num_queries, count):
    world_of(amara, kwame, count)
    who(reader, "housing")

    with django_assert_num_queries(10):
        page = reader.get("/people/", {"in": "housing"})

    assert [len(group) for group in groups(page)] == [count] * 3


def test_the_box_on_home_leads_here(reader, amara):
    words = text(reader.get("/"))

    assert 'action="/people/"' in words
    assert 'name="in"' in words
