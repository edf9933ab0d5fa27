from datetime import timedelta

import pytest
from django.utils import timezone

from members.actions import member_for
from members.models import Place, Profile, Topic
from tests import factories
from tests.factories import make_invitation, make_organisation


@pytest.fixture
def jo(db):
    """Somebody who joined a moment ago."""
    make_invitation(factories.make_member("Hal Brook"), name="Jo")
    return member_for("jo@guest.example", now=timezone.now())


@pytest.fixture
def new(client, jo):
    client.force_login(jo)
    return client


def cards(client):
    return [need.part for need in client.get("/").context["needs"]]


def test_a_part_of_an_address_is_not_offered_as_a_name(client, new):
    make_invitation(factories.make_member("Amara Nwachukwu"), email="wa@guest.example", name="")
    named = new.get("/welcome/").context["form"].initial["name"]

    client.force_login(member_for("wa@guest.example", now=timezone.now()))

    assert (named, client.get("/welcome/").context["form"].initial["name"]) == ("Jo", "")


def test_three_steps_and_then_home(new, jo):
    council = make_organisation("Westmere City Council", cloth="council")
    topic = Topic.objects.create(slug="food", name="Food")
    place = Place.objects.create(slug="fellbeck", name="Fellbeck", kind="neighbourhood")

    first = new.get("/welcome/").content.decode()
    you = new.post("/welcome/", {"name": " Jo  Barker ", "organisation": "westmere city council"})
    care = new.post(you.url, {"cares_about": [topic.pk], "places": [place.pk], "offers": "a van", "asks": "a hall"})
    last = new.get(care.url).content.decode()
    found = new.post(care.url, {"is_findable": "on", "is_public": "on", "public_parts": ["offers"]})

    profile = Profile.objects.select_related("member__contact").get(member=jo)
    contact = profile.member.contact
    assert "Step 1 of 3" in first
    assert "Step 3 of 3" in last
    assert (you.url, care.url, found.url) == ("/welcome/give-and-take/", "/welcome/who-sees/", "/")
    assert (contact.name, contact.organisation, contact.sector) == ("Jo Barker", council, council.sector)
    assert [list(profile.cares_about.all()), list(profile.places.all())] == [[topic], [place]]
    assert (profile.offers, profile.asks) == ("a van", "a hall")
    assert (profile.is_findable, profile.is_public, profile.public_parts) == (True, True, ["offers"])


def test_each_step_can_be_skipped_and_nothing_is_changed(new, jo):
    links = [new.get(page).content.decode() for page in ("/welcome/", "/welcome/give-and-take/", "/welcome/who-sees/")]

    assert 'href="/welcome/give-and-take/">Skip this step' in links[0]
    assert 'href="/welcome/who-sees/">Skip this step' in links[1]
    assert 'href="/">Skip this step' in links[2]
    profile = Profile.objects.get(member=jo)
    assert (profile.is_findable, profile.is_public, profile.public_parts) == (False, False, [])


def test_a_mistake_keeps_what_was_typed(new):
    page = new.post("/welcome/", {"name": "", "organisation": "The Food Shelf"}).content.decode()
    other = new.post("/welcome/give-and-take/", {"offers": "x" * 301, "asks": "a hall I need"}).content.decode()

    assert "Enter your name" in page
    assert "The Food Shelf" in page
    assert "a hall I need" in other
    assert "govuk-error-summary" in other


def test_a_newcomer_finds_suggestions_that_go_when_they_are_done(new, jo):
    event = factories.make_event(in_days=20)
    story = factories.make_story("Tea in the bus shelter")

    at_first = cards(new)
    Profile.objects.filter(member=jo).update(offers="a van")
    with_details = cards(new)
    take_a_place(event, jo)
    with_place = cards(new)
    read = new.post("/me/suggestions/story/", {"go": story.get_absolute_url()})
    after = cards(new)

    assert at_first == ["suggest_details", "suggest_event", "suggest_story"]
    assert with_details == ["suggest_event", "suggest_story"]
    assert with_place == ["suggest_story"]
    assert read.url == story.get_absolute_url()
    assert after == []


def take_a_place(event, member):
    now = timezone.now()
    event.signups.create(contact=member.contact, state="confirmed", position=1, signed_up_at=now, changed_at=now)


def test_not_now_puts_a_suggestion_away_for_good(new, jo):
    factories.make_story("Tea in the bus shelter")

    answers = [new.post(f"/me/suggestions/{name}/") for name in ("details", "details", "nonsense")]
    elsewhere = new.post("/me/suggestions/story/", {"go": "https://evil.example/"})

    assert [answer.url for answer in [*answers, elsewhere]] == ["/"] * 4
    assert cards(new) == []
    assert Profile.objects.get(member=jo).put_away == ["details", "story"]


def test_suggestions_end_after_thirty_days_and_others_never_see_them(new, jo, denise, client):
    factories.make_story("Tea in the bus shelter")
    jo.newcomer_until = timezone.now() - timedelta(minutes=1)
    jo.save(update_fields=["newcomer_until"])
    later = cards(new)

    client.force_login(denise)

    assert later == cards(client) == []


def test_more_pressing_things_stand_before_suggestions_and_five_are_shown(new, jo):
    factories.make_event(in_days=20)
    factories.make_story("Tea in the bus shelter")
    for number in range(3):
        factories.make_pledge(f"do {number}", by=jo, by_on=timezone.localdate())

    page = new.get("/")

    shown = [need.part for need in page.context["needs"]]
    assert shown == ["pledge", "pledge", "pledge", "suggest_details", "suggest_event"]
    assert page.context["more"] == 1


def test_an_organiser_has_one_card_for_all_who_ask(orla, beatrix, sign_in):
    now = timezone.now()
    factories.make_join_request(proved_at=now - timedelta(days=3))
    factories.make_join_request("Two", "two@quill.example", proved_at=now)
    factories.make_join_request("Not proved", "three@quill.example")

    page = sign_in(orla).get("/")
    others = cards(sign_in(beatrix))

    words = page.content.decode()
    assert [need.part for need in page.context["needs"]] == ["joining"]
    assert "2 people ask to join" in words
    assert "The first has waited for 3\xa0days." in words
    assert others == []
