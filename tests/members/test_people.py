from uuid import uuid4

import pytest

from members.models import Place, Topic
from tests import factories


def say(member, **fields):
    for name, value in fields.items():
        setattr(member.profile, name, value)
    member.profile.save()
    return member


def names(page):
    return [profile.member.contact.name for profile in page.context["page"]]


@pytest.fixture
def reader(client, amara):
    client.force_login(amara)
    return client


def test_a_visitor_is_asked_to_sign_in_first(client, denise):
    answers = [client.get("/people/").url, client.get(f"/people/{denise.profile.uuid}/").url]

    assert answers == ["/sign-in/?next=/people/", f"/sign-in/?next=/people/{denise.profile.uuid}/"]


def test_members_find_those_who_want_to_be_found(reader, denise, kwame):
    factories.make_member("Hidden Person", findable=False)
    suspended = factories.make_member("Suspended Person")
    suspended.is_active = False
    suspended.save()

    assert names(reader.get("/people/")) == ["Amara Nwachukwu", "Denise Applegarth", "Kwame Asiedu"]


@pytest.mark.parametrize("words", ["van", "VAN tuesdays", "denise", "residents assoc", "loom", "damp"])
def test_words_are_looked_for_in_all_they_say(reader, denise, kwame, words):
    say(denise, does="secretary of a residents’ association", offers="a van on Tuesdays", asks="help with damp")
    denise.contact.organisation = factories.make_organisation("Loom and Ladder")
    denise.contact.save()

    assert names(reader.get("/people/", {"q": words})) == ["Denise Applegarth"]


@pytest.mark.parametrize("words", ["housing", "landlord"])
def test_the_sector_and_the_kind_of_organisation_are_looked_in_too(reader, denise, kwame, words):
    denise.contact.organisation = factories.make_organisation("Brookfold", cloth="housing", kind="Social landlord")
    denise.contact.sector = factories.sector("housing")
    denise.contact.save()

    assert names(reader.get("/people/", {"q": words})) == ["Denise Applegarth"]


def test_who_has_not_said_how_to_reach_them_is_introduced(reader, denise):
    say(denise, does="association secretary")
    page = f"/people/{denise.profile.uuid}/"

    silent = reader.get(page).content.decode()
    say(denise, how_to_reach="Ring me after six")
    spoken = reader.get(page).content.decode()

    assert "They have not said how to reach them." in silent
    assert "Association secretary" in silent
    assert "They have not said" not in spoken
    assert "Ring me after six" in spoken


def test_an_organiser_finds_the_emails_and_others_their_own_things(amara, orla, sign_in):
    link = 'href="/run/"'

    client = sign_in(orla)
    theirs, jobs = client.get("/me/").content.decode(), client.get("/run/").content.decode()
    others = sign_in(amara).get("/me/").content.decode()

    assert link in theirs
    assert 'href="/run/emails/"' in jobs
    assert link not in others
    assert 'href="/stories/mine/"' in others


def test_people_are_narrowed_by_sector_place_and_topic(reader, denise, kwame):
    place = Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood")
    topic = Topic.objects.create(slug="damp", name="Damp homes")
    denise.profile.places.add(place)
    denise.profile.cares_about.add(topic)

    by_sector = reader.get("/people/", {"sector": "residents"})
    by_all = reader.get("/people/", {"sector": "residents", "place": "fellbeck", "topic": "damp"})
    nobody = reader.get("/people/", {"sector": "charity", "place": "fellbeck"})

    assert names(by_sector) == names(by_all) == ["Denise Applegarth"]
    assert names(nobody) == []
    assert "Nobody like that yet." in nobody.content.decode()
    assert "Place: Fellbeck" in by_all.content.decode()


@pytest.mark.parametrize(
    "query", ["page=9999", "page=x", "sector=nonsense", "q=%00", "q=" + "word " * 200, "place=%27"]
)
def test_strange_filters_never_break_the_list(reader, denise, query):
    assert reader.get(f"/people/?{query}").status_code == 200


def test_the_list_costs_the_same_for_one_and_for_three(reader, django_assert_num_queries):
    reader.get("/people/")
    with django_assert_num_queries(4):
        reader.get("/people/")
    factories.make_member("Denise Applegarth")
    factories.make_member("Kwame Asiedu")

    with django_assert_num_queries(4):
        assert len(names(reader.get("/people/"))) == 3


def test_a_page_shows_what_a_person_says_and_leaves_out_the_rest(reader, denise):
    say(denise, offers="a van on Tuesdays")

    words = reader.get(f"/people/{denise.profile.uuid}/").content.decode()

    assert "Denise Applegarth" in words
    assert "a van on Tuesdays" in words
    assert "Is looking for" not in words
    assert denise.email not in words


def test_someone_who_cannot_be_found_has_no_page_for_others_and_one_for_themselves(client, amara, denise):
    say(denise, is_findable=False)

    client.force_login(amara)
    for_others = client.get(f"/people/{denise.profile.uuid}/").status_code
    client.force_login(denise)
    for_herself = client.get(f"/people/{denise.profile.uuid}/").content.decode()

    assert for_others == 404
    assert "Only you see this page." in for_herself
    assert client.get(f"/people/{uuid4()}/").status_code == 404


def test_a_member_changes_what_they_say_and_can_be_found(client, denise):
    say(denise, is_findable=False)
    place = Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood")
    client.force_login(denise)

    answer = client.post(
        "/me/profile/",
        {"name": "Denise  Apple", "offers": "a van", "places": [place.pk], "is_findable": "on"},
        follow=True,
    )

    denise.refresh_from_db()
    words = answer.content.decode()
    assert denise.contact.name == "Denise Apple"
    assert list(denise.profile.places.all()) == [place]
    assert denise.profile.is_findable
    assert "Your details are saved" in words
    assert "Members can find you." in words


def test_a_mistake_keeps_what_was_typed(client, denise):
    client.force_login(denise)

    page = client.post("/me/profile/", {"name": "", "offers": "a van with a tail lift", "does": "x" * 121})

    denise.profile.refresh_from_db()
    words = page.content.decode()
    assert "Enter your name" in words
    assert "a van with a tail lift" in words
    assert denise.profile.offers == ""
    assert denise.profile.does == ""


def test_own_details_say_how_one_signs_in(client, denise):
    client.force_login(denise)

    assert f"Your code goes to {denise.email}." in client.get("/me/").content.decode()
