from datetime import timedelta

import pytest
from django.test import RequestFactory
from django.utils import timezone

from commons.models import AuditEntry
from members.actions.affiliations import ask_to_be_affiliated, decide_affiliation, leave_organisation
from members.actions.organisations import give_row_to_typed
from members.actions.profiles import introduce
from members.models import Affiliation, Contact, Place, Topic
from members.views import pace
from network.actions.listing import list_all, list_changed
from network.models import Entry
from tests import factories
from tests.network.people import found, names, say, someone, text


@pytest.fixture
def reader(client, amara):
    client.force_login(amara)
    return client


def test_members_find_those_who_want_to_be_found(reader, denise, kwame):
    factories.make_member("Hidden Person", findable=False)
    suspended = factories.make_member("Suspended Person")
    suspended.is_active = False
    suspended.save()

    assert found(reader) == ["Amara Nwachukwu", "Denise Applegarth", "Kwame Asiedu"]


def test_the_ways_to_organisations_and_introductions_stand_before_the_people(reader, denise):
    list_all()

    words = reader.get("/people/").content.decode()

    parts = [words.index(f'href="{url}"') for url in ("/organisations/", "/people/introductions/")]
    assert max(parts) < words.index("2 people") < words.index(denise.contact.name)


def test_who_hides_or_is_suspended_is_gone_at_once_whatever_the_index_holds(reader, denise, kwame):
    list_all()
    type(denise.profile).objects.filter(pk=denise.profile.pk).update(is_findable=False)
    type(kwame).objects.filter(pk=kwame.pk).update(is_active=False)

    everyone, asked_for = reader.get("/people/"), reader.get("/people/", {"in": "denise", "all": 1})

    assert Entry.objects.count() == 3
    assert names(everyone) == ["Amara Nwachukwu"]
    assert names(asked_for) == []


@pytest.mark.parametrize(
    "words",
    ["van", "VAN tuesdays", "vans", "denise", "apple", "residents assoc", "loom", "damp", "who in damp", "secretaries"],
)
def test_words_are_looked_for_in_all_they_say(reader, denise, kwame, words):
    say(
        denise,
        does="secretary of a residents’ association",
        offers="a van on Tuesdays",
        asks="help with damp",
        organisation=factories.make_organisation("Loom and Ladder"),
    )

    assert found(reader, **{"in": words, "all": 1}) == ["Denise Applegarth"]


@pytest.mark.parametrize("words", ["housing", "landlord"])
def test_the_sector_and_the_kind_of_organisation_are_looked_in_too(reader, denise, kwame, words):
    denise.contact.sector = factories.sector("housing")
    say(denise, organisation=factories.make_organisation("Brookfold", cloth="housing", kind="Social landlord"))

    assert found(reader, **{"in": words, "all": 1}) == ["Denise Applegarth"]


def test_what_somebody_took_back_does_not_find_them_any_more(reader, denise):
    say(denise, offers="a van on Tuesdays")
    list_all()
    before = names(reader.get("/people/", {"in": "van", "all": 1}))

    say(denise, offers="a kettle")
    at_once = [names(reader.get("/people/", {"in": word, "all": 1})) for word in ("van", "kettle")]
    changed = list_changed(now=timezone.now())
    a_minute_later = [names(reader.get("/people/", {"in": word, "all": 1})) for word in ("van", "kettle")]

    assert before == ["Denise Applegarth"]
    assert at_once == [[], []]
    assert changed == 1
    assert a_minute_later == [[], ["Denise Applegarth"]]


def test_indexing_twice_writes_nothing_the_second_time(denise, kwame):
    assert (list_changed(now=timezone.now()), list_changed(now=timezone.now()), list_all()) == (2, 0, 0)


def rename(denise):
    denise.contact.rename("Denise Pear")


def say_where_they_work(denise):
    introduce(denise, name=denise.contact.name, organisation="Pear Tree Club", sector=None)


def be_confirmed(denise):
    tie = ask_to_be_affiliated(denise, factories.make_organisation("Pear Trust"), at=timezone.now())
    decide_affiliation(tie, yes=True, by=factories.make_member("Ines Duarte", findable=False), at=timezone.now())


def be_given_a_row(denise):
    Contact.objects.filter(pk=denise.contact.pk).update(organisation_typed="pare trust")
    give_row_to_typed("pare trust", factories.make_organisation("Pear Trust"), by=denise)


def leave_the_plum(denise):
    plum, pear = (factories.make_organisation(f"{tree} Trust") for tree in ("Plum", "Pear"))
    at = timezone.now()
    for organisation in (plum, pear):
        Affiliation.objects.create(
            contact=denise.contact, organisation=organisation, asked_at=at, decided_at=at, state="confirmed"
        )
    Contact.objects.filter(pk=denise.contact.pk).update(organisation=plum)
    list_all()
    leave_organisation(denise.contact, plum, by=denise, at=at)


@pytest.mark.parametrize("change", [rename, say_where_they_work, be_confirmed, be_given_a_row, leave_the_plum])
def test_a_new_name_or_organisation_finds_its_person_within_a_minute(reader, denise, kwame, change):
    list_all()
    Contact.objects.update(changed_at=timezone.now() - timedelta(days=1))

    change(denise)

    ran = [list_changed(now=timezone.now()) for _ in range(2)]
    assert ran == [1, 0]
    assert names(reader.get("/people/", {"in": "pear", "all": 1})) == [Contact.objects.get(pk=denise.contact.pk).name]
    assert names(reader.get("/people/", {"in": "plum", "all": 1})) == []


def test_each_minute_looks_at_those_alone_who_changed_lately(denise, kwame, django_assert_num_queries):
    list_all()
    Contact.objects.update(changed_at=timezone.now() - timedelta(days=1))

    with django_assert_num_queries(2):
        list_changed(now=timezone.now())


def test_what_the_minutes_missed_is_found_by_the_night(reader, denise):
    list_all()
    Contact.objects.filter(pk=denise.contact.pk).update(name="Denise Pear", changed_at=None)

    assert list_changed(now=timezone.now()) == 0
    assert found(reader, **{"in": "pear", "all": 1}) == ["Denise Pear"]


def test_people_are_narrowed_by_sector_place_and_topic(reader, denise, kwame):
    place = Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood")
    topic = Topic.objects.create(slug="damp", name="Damp homes")
    say(denise, places=[place], topics=[topic])

    by_sector = found(reader, sector="residents")
    by_all = reader.get("/people/", {"sector": "residents", "place": "fellbeck", "topic": "damp"})
    nobody = reader.get("/people/", {"sector": "charity", "place": "fellbeck"})

    assert by_sector == names(by_all) == ["Denise Applegarth"]
    assert names(nobody) == []
    assert "Nobody like that yet." in text(nobody)
    assert [way["count"] for way in nobody.context["ways_out"]] == [1, 1]
    assert "In Fellbeck" in text(by_all)


def test_a_place_finds_all_that_lies_in_it(reader, denise, kwame):
    county = Place.objects.create(slug="westmere", name="Westmere", kind="county")
    district = Place.objects.create(slug="inner", name="Inner Westmere", kind="district", parent=county)
    say(denise, places=[Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood", parent=district)])
    say(kwame, places=[district])

    assert found(reader, place="westmere") == ["Denise Applegarth", "Kwame Asiedu"]
    assert found(reader, place="fellbeck") == ["Denise Applegarth"]
    assert found(reader, **{"in": "inner westmere", "all": 1}) == ["Denise Applegarth", "Kwame Asiedu"]


def test_people_are_narrowed_by_what_they_offer_and_what_they_ask(reader, denise, kwame):
    say(denise, offers="a dry hall on Tuesdays", asks="vans")
    say(kwame, offers="a van", asks="somewhere dry, a hall perhaps")

    assert found(reader, offer="hall") == found(reader, ask="van") == ["Denise Applegarth"]
    assert found(reader, ask="dry halls") == found(reader, offer="vans") == ["Kwame Asiedu"]


@pytest.mark.parametrize(
    "query",
    [
        *(
            "page=9999",
            "after=x",
            "after=5a1b4a79-fd74-4d1e-9d09-cc4ea0028261",
            "sector=nonsense",
            "in=%00",
            "in=" + "word " * 200,
            "place=%27",
        ),
        *(
            "in=%27%29%3A%2A",
            "in=a%5C%27b",
            "in=%21%26%7C",
            "in=the",
            "offer=%27%3AB",
            "ask=%00",
            "offer=the",
            "in=o’b'c",
        ),
        *("all=1&in=" + "é" * 90, "in=" + "x" * 4000),
    ],
)
def test_strange_filters_never_break_the_list(reader, denise, query):
    list_all()

    assert reader.get(f"/people/?{query}").status_code == 200


def test_pages_go_on_where_the_last_one_ended(reader, amara):
    for number in range(45):
        factories.make_member(f"Person {number:02}")
    list_all()

    first = reader.get("/people/")
    second = reader.get(f"/people/{first.context['next_url']}")
    third = reader.get(f"/people/{second.context['next_url']}")

    people = [*names(first), *names(second), *names(third)]
    assert people == ["Amara Nwachukwu", *(f"Person {number:02}" for number in range(45))]
    assert [len(names(page)) for page in (first, second, third)] == [20, 20, 6]
    assert [page.context["count"] for page in (first, second, third)] == [46, 46, 46]
    assert (third.context["next_url"], third.context["first_url"]) == ("", ".")


def test_two_people_of_one_name_are_both_on_the_pages(reader, amara):
    for number in range(30):
        contact = factories.make_contact("Zoe Smith", email=f"zoe{number}@westmere.example")
        member = type(amara).objects.create_user(contact.email, contact=contact)
        say(member, is_findable=True)
    list_all()

    first = reader.get("/people/")
    second = reader.get(f"/people/{first.context['next_url']}")

    urls = [row["url"] for page in (first, second) for row in page.context["rows"]]
    assert len(urls) == len(set(urls)) == 31


def test_the_list_costs_the_same_for_one_and_for_three(reader, django_assert_num_queries):
    list_all()
    reader.get("/people/")
    with django_assert_num_queries(4):
        reader.get("/people/")
    someone("Denise Applegarth")
    someone("Kwame Asiedu")
    list_all()

    with django_assert_num_queries(4):
        assert len(names(reader.get("/people/"))) == 3


def test_long_lists_are_counted_to_a_limit(reader, amara, monkeypatch):
    monkeypatch.setattr("network.views.people.COUNT_UP_TO", 2)
    for number in range(25):
        someone(f"Person {number:02}", offers="a van")
    list_all()

    page = reader.get("/people/", {"offer": "van"})

    assert "More than 2 people" in text(page)
    assert len(names(page)) == 20


def test_erasing_a_profile_takes_its_words_out_of_the_index(denise):
    list_all()

    denise.delete()

    assert not Entry.objects.exists()


def test_nobody_can_be_found_yet(client, db):
    alone = factories.make_member("Amara Nwachukwu", findable=False)
    client.force_login(alone)
    list_all()

    assert "Nobody can be found yet. You can be the first." in text(client.get("/people/"))


def test_copying_everybody_is_slowed_down_and_logged_once(reader, amara, denise, settings):
    settings.PEOPLE_PAGES_AN_HOUR = 3
    page = f"/people/{denise.profile.uuid}/"

    statuses = [reader.get(page).status_code for _ in range(6)]
    lists = [reader.get("/people/").status_code for _ in range(5)]

    logged = AuditEntry.objects.filter(action="members.slowed_down").order_by("pk")
    assert statuses == [200, 200, 200, 429, 429, 429]
    assert lists == [200, 200, 200, 429, 429]
    assert [(row.actor, row.facts) for row in logged] == [
        (amara.uuid, {"pages": "members.person"}),
        (amara.uuid, {"pages": "network.people"}),
    ]


def test_the_page_says_kindly_why_and_when_to_come_back(reader, denise, settings):
    settings.PEOPLE_PAGES_AN_HOUR = 0

    answer = reader.get(f"/people/{denise.profile.uuid}/")

    assert answer["Retry-After"] == "3600"
    assert "That was a lot of pages" in text(answer)
    assert "Denise" not in text(answer)


def test_an_hour_later_it_goes_on(reader, amara, monkeypatch, settings):
    settings.PEOPLE_PAGES_AN_HOUR = 1
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW)
    request = RequestFactory().get("/people/")
    request.user = amara
    before = [pace.may_open_another(request, "people") for _ in range(2)]
    monkeypatch.setattr("django.utils.timezone.now", lambda: NOW + timedelta(hours=1))

    assert [*before, pace.may_open_another(request, "people")] == [True, False, True]


NOW = timezone.now()
