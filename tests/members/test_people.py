from uuid import uuid4

import pytest

from commons.models import NetworkSettings
from members.models import Place
from tests.network.people import introduced


def say(member, **fields):
    for name, value in fields.items():
        setattr(member.profile, name, value)
    member.profile.save()
    return member


@pytest.fixture
def reader(client, amara):
    client.force_login(amara)
    return client


def test_a_visitor_is_asked_to_sign_in_first_and_finds_no_page_of_anyone(client, denise):
    people, page = client.get("/people/"), client.get(f"/people/{denise.profile.uuid}/")

    assert people.url == "/sign-in/?next=/people/"
    assert page.status_code == 404


def test_who_has_not_said_how_to_reach_them_is_introduced(reader, denise):
    say(denise, does="association secretary")
    page = f"/people/{denise.profile.uuid}/"

    silent = reader.get(page).content.decode()
    say(denise, how_to_reach="Ring me after six")
    spoken = reader.get(page).content.decode()

    assert "They have not said how to reach them." in silent
    assert "Association secretary" in silent
    assert "We ask them for you." in silent
    assert "They have not said" not in spoken
    assert "Ring me after six" in spoken


@pytest.mark.parametrize("knows", [True, False])
def test_whoever_chose_no_way_to_be_reached_can_be_met_or_asked(reader, amara, denise, knows):
    if knows:
        introduced(amara, denise)
    NetworkSettings.change({"phone": "01632 960 045", "email": "hello@westmere.example"}, by=amara.uuid)

    page = reader.get(f"/people/{denise.profile.uuid}/").content.decode()

    part = " ".join(page[page.index('id="reach"') :].split())
    assert 'You may meet at an event: <a href="/events/">see what is coming</a>.' in part
    assert 'write to <a href="mailto:hello@westmere.example">hello@westmere.example</a>. We ask them for you.' in part
    assert ("You know Denise" in page) == knows


def test_an_organiser_finds_the_emails_and_others_their_own_things(amara, orla, sign_in):
    link = 'href="/run/"'

    client = sign_in(orla)
    theirs, jobs = client.get("/me/").content.decode(), client.get("/run/").content.decode()
    others = sign_in(amara).get("/me/").content.decode()

    assert link in theirs
    assert 'href="/run/emails/"' in jobs
    assert link not in others
    assert 'href="/stories/mine/"' in others


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


def test_own_details_say_how_one_signs_in_and_the_address_breaks_in_no_word(client, denise):
    client.force_login(denise)

    page = client.get("/me/").content.decode()

    assert "Your code goes to denise.applegarth@<wbr>westmere.example." in page
