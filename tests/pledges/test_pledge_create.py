"""J1: three screens, no account."""

import re
from datetime import timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from commons.models import GoWord
from outbox.models import OutgoingEmail
from pledges.models import Pledge, Reminder, Rhythm, Wall, WatchedWords
from pledges.models.patching import PATCHES_A_MINUTE
from tests.factories import make_event, make_pledge, make_series, make_story, sector
from tests.pledges.screens import open_event, pledge_url, private_url, seen, stamp, who, words

pytestmark = pytest.mark.django_db


def test_a_visitor_pledges_at_a_meet_up_in_three_screens(client):
    event, cloth = open_event(), sector("council")
    GoWord.objects.create(word="station", path=pledge_url(event))

    one = client.get("/go/station/", follow=True)
    two = client.post(pledge_url(event), words("I will knock on ten doors."))
    three = client.post(pledge_url(event), who("knock on ten doors", "Sam", sector=cloth.pk), follow=True)

    assert 'name="act"' in one.content.decode()
    assert "“I will knock on ten doors”" in seen(two)
    assert seen(three).startswith("It is on the wall now")
    pledge = Pledge.objects.get()
    assert (pledge.act, pledge.signed, pledge.event, pledge.visibility) == (
        "knock on ten doors", "Sam, council", event, "public",
    )  # fmt: skip
    assert not pledge.is_held


def test_the_first_screen_shows_three_examples(client):
    event = open_event()
    for act in ("one", "two", "three", "four"):
        make_pledge(f"do {act}", event=event)

    page = seen(client.get(pledge_url(event)))

    assert page.count("“I will do") == 3
    assert page.index("do four") < page.index("do three") < page.index("do two")


@pytest.mark.parametrize(
    ("act", "error"),
    [("", "Write what you will do"), ("I will ", "Write what you will do"),
     ("a" * 284, "Cut 84 characters so it fits"), ("a" * 201, "Cut 1 character so it fits")],
)  # fmt: skip
def test_what_cannot_go_up_comes_back_with_a_kind_word(client, act, error):
    page = client.post(pledge_url(open_event()), words(act))

    assert page.context["form"].errors["act"] == [error]
    assert page.context["form"]["act"].value() == act
    assert "<title>Error:" in page.content.decode()


def test_a_name_or_no_name_is_asked_for_and_the_rest_is_kept(client):
    event, cloth = open_event(), sector("nhs")

    page = client.post(pledge_url(event), who(first_name="", sector=cloth.pk, email="not an address"))
    nameless = client.post(pledge_url(event), who(first_name="", is_no_name="on", sector=cloth.pk), follow=True)

    assert page.context["form"].errors == {
        "first_name": ["Enter a first name, or choose “No name”"],
        "reach": ["Enter an email address, like name@example.com, or a number, like 01632 960 001"],
    }
    assert 'value="not an address"' in page.content.decode()
    assert seen(nameless).startswith("It is on the wall now")
    assert Pledge.objects.get().signed == "nhs"


def test_a_first_name_that_is_too_long_comes_back_whole(client):
    name = "Sam" * 21

    page = client.post(pledge_url(open_event()), who(first_name=name))

    assert page.context["form"].errors == {"first_name": ["Cut 3 characters from “First name”"]}
    assert f'value="{name}"' in page.content.decode()
    assert 'maxlength="60"' not in page.content.decode()


def test_a_sector_has_the_name_it_has_when_joining(client):
    cloth = sector("faith")
    cloth.name, cloth.short_name = "Faith groups", "Faith"
    cloth.save()
    event = open_event()

    asked = client.post(pledge_url(event), words()).content.decode()
    joining = client.get(f"{make_event(in_days=2, series=event.series).get_absolute_url()}join/").content.decode()

    names = [re.findall(r'class="word">([^<]+)<', page) for page in (asked, joining)]
    assert names == [["Faith groups"], ["Faith groups"]]


def test_going_back_keeps_the_words(client):
    page = client.post(pledge_url(open_event()), who("knock on ten doors") | {"step": "back"})

    assert re.search(r"<textarea[^>]*>\s*knock on ten doors</textarea>", page.content.decode())
    assert "What others said" not in seen(page)


@pytest.mark.parametrize(
    ("act", "held"),
    [("ring Joan Ashworth", True), ("be on 01632 960 045 all day", True), ("write to www.westmere.example", True),
     ("mail joan@westmere.example", True), ("Ring Joan on Monday", False),
     ("ask the NHS trust. Then the council", False),
     ("open the hall 24 hours on 3 days", False)],
)  # fmt: skip
def test_a_phone_number_a_link_or_a_full_name_waits_for_a_host(client, act, held):
    event = open_event()

    page = client.post(pledge_url(event), who(act), follow=True)

    assert Pledge.objects.get().is_held is held
    assert seen(page).startswith("Thank you, we have it" if held else "It is on the wall now")
    assert Pledge.objects.on_wall().exists() is not held


def test_a_robot_is_not_let_through(client):
    url = pledge_url(open_event())

    decoy = client.post(url, who(nickname="Robby"))
    no_stamp = client.post(url, who() | {"stamp": ""})
    forged = client.post(url, who() | {"stamp": stamp()[:-2] + "xx"})
    old = client.post(url, who() | {"stamp": stamp(seconds_ago=25 * 3600)})

    assert not Pledge.objects.exists()
    for page in (no_stamp, forged, old):
        assert page.context["form"].non_field_errors() == [
            "This page was open for a long time. Press the button again."
        ]
    assert "hidden box" in decoy.context["form"].non_field_errors()[0]


def test_a_page_open_too_long_works_at_the_next_press(client):
    url = pledge_url(open_event())

    page = client.post(url, who() | {"stamp": stamp(seconds_ago=25 * 3600)})
    client.post(url, who() | {"stamp": page.context["form"]["stamp"].value()})

    assert Pledge.objects.count() == 1


def test_what_is_sent_quicker_than_anyone_types_waits_for_a_host(client):
    # A stamp counts whole seconds: one from the next second is young for the whole test.
    client.post(pledge_url(open_event()), who() | {"stamp": stamp(seconds_ago=-1)})

    assert Pledge.objects.get().is_held


def test_a_quick_typist_is_a_person(client):
    client.post(pledge_url(open_event()), who() | {"stamp": stamp(seconds_ago=1)})

    assert not Pledge.objects.get().is_held


def test_a_rush_that_no_hall_makes_waits_for_a_host(client):
    event = open_event()
    for number in range(PATCHES_A_MINUTE - 1):
        make_pledge(f"do {number}", event=event)

    for name in ("Ann", "Bob"):
        client.post(pledge_url(event), who("sing", name))

    assert dict(Pledge.objects.filter(act="sing").values_list("first_name", "is_held")) == {"Ann": False, "Bob": True}


def test_where_the_host_checks_first_each_patch_waits_and_is_said_so_kindly(client):
    event, other = (
        open_event(),
        make_event(
            in_days=0,
            series=make_series("another"),
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(hours=1),
        ),
    )
    Wall.objects.create(event=event, checks_first=True)

    page = client.post(pledge_url(event), who(), follow=True)
    client.post(pledge_url(other), who("sing"))

    assert seen(page).startswith("Thank you, we have it A host looks at it first. Then it goes up.")
    assert [pledge.act for pledge in Pledge.objects.on_wall()] == ["sing"]


def test_new_words_on_a_wall_that_is_checked_first_wait_again(client):
    event = open_event()
    pledge = make_pledge(event=event)
    Wall.objects.create(event=event, checks_first=True)

    client.post(private_url(pledge), {"act": "ring eleven tenants", "visibility": "public"})

    assert Pledge.objects.get().waits_for_look


@pytest.mark.parametrize(
    ("act", "held"),
    [("be a Glarf", True), ("GLÁRF for all", True), ("eat big glarf-cake", True), ("do the snoo snoo", True),
     ("glarfing on", False), ("snoo", False)],
)  # fmt: skip
def test_a_word_of_the_networks_own_list_waits_and_part_of_a_word_does_not(client, orla, act, held):
    before = open_event()
    client.post(pledge_url(before), who(act))
    first = Pledge.objects.get().is_held
    Pledge.objects.all().delete()

    WatchedWords.change({"words": "glarf\nSnoo  snoo"}, by=orla.uuid)
    client.post(pledge_url(before), who(act))

    assert (first, Pledge.objects.get().is_held) == (False, held)


def test_the_wall_opens_an_hour_before_and_shuts_a_day_after(client):
    tomorrow, long_ago = make_event(in_days=1), make_event(in_days=-3)

    closed = [client.get(pledge_url(event)) for event in (tomorrow, long_ago)]
    late = client.post(pledge_url(long_ago), who("knock on ten doors"))

    assert all(seen(page).startswith("This wall is not open") for page in closed)
    assert "knock on ten doors" in seen(late)
    assert f'action="{reverse("pledge_create")}"' in late.content.decode()
    assert not Pledge.objects.exists()


def test_sent_twice_is_one_pledge_and_new_words_are_another(client):
    event, form = open_event(), who()

    answers = [client.post(pledge_url(event), form, follow=True) for _ in range(3)]
    client.post(pledge_url(event), form | {"act": "something else"})

    assert {seen(page).split("“")[0] for page in answers} == {"It is on the wall now See the wall "}
    assert sorted(Pledge.objects.values_list("act", flat=True)) == ["ring ten tenants", "something else"]


@pytest.mark.django_db(transaction=True)
def test_twenty_presses_at_once_make_one_pledge():
    url, form, statuses = pledge_url(open_event()), who(email="sam@westmere.example"), []

    def press():
        statuses.append(Client().post(url, form).status_code)
        connection.close()

    threads = [Thread(target=press) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert statuses == [302] * 20
    assert (Pledge.objects.count(), OutgoingEmail.objects.count()) == (1, 1)


def test_with_an_email_one_message_goes_at_once_and_follow_ups_wait_for_a_yes(client):
    event = open_event()

    page = client.post(pledge_url(event), who(email="Sam@Westmere.example"), follow=True)

    (email,) = OutgoingEmail.objects.all()
    assert (email.to, email.subject) == ("sam@westmere.example", "Your pledge: ring ten tenants")
    assert "Dear Sam" in email.text
    assert "/pledges/confirm/" in email.text
    assert "/pledges/mine/" in email.text
    assert "Open it and press the button" in seen(page)
    assert Reminder.objects.planned().exists()
    assert not Reminder.objects.due(timezone.now() + timedelta(days=60)).exists()


def test_a_visitor_elsewhere_is_looked_at_first(client):
    story = make_story("Tea in the bus shelter")

    page = client.post(f"{reverse('pledge_create')}?story={story.slug}", who(), follow=True)

    assert seen(page).startswith("Thank you, we have it")
    assert (Pledge.objects.get().story, Pledge.objects.get().is_held) == (story, True)


def test_a_story_one_may_not_read_causes_no_pledge(client):
    story = make_story("For members", uses=["members"])

    page = client.get(f"{reverse('pledge_create')}?story={story.slug}")

    assert page.status_code == 404


def test_a_member_has_one_screen_less_and_says_who_may_see_it(sign_in, amara):
    story = make_story("Tea in the bus shelter")

    url = f"{reverse('pledge_create')}?story={story.slug}"
    page = sign_in(amara).post(url, words(visibility="public"), follow=True)

    pledge = Pledge.objects.get()
    assert seen(page).startswith("Your pledge is made")
    assert (pledge.signed, pledge.contact, pledge.is_held) == ("Amara, council", amara.contact, False)
    assert pledge.confirmed_at is not None
    story.refresh_from_db()
    assert story.pledge_count == 1
    assert "/pledges/confirm/" not in OutgoingEmail.objects.get().text


def test_one_address_gets_only_a_few_first_emails_a_day(client):
    event = open_event()

    for number in range(7):
        client.post(pledge_url(event), who(f"do {number}", email="victim@westmere.example"))

    assert Pledge.objects.count() == 7
    assert OutgoingEmail.objects.count() == 5


def test_a_step_of_nobodys_is_refused(client):
    assert client.post(pledge_url(open_event()), {"step": "sideways"}).status_code == 400


def test_the_whole_flow_reads_and_writes_little(client, django_assert_num_queries):
    event, cloth = open_event(), sector("council")
    client.get(pledge_url(event))

    with django_assert_num_queries(1):
        client.get(pledge_url(event))
    with django_assert_num_queries(2):
        client.post(pledge_url(event), words())
    # What a process keeps for ten seconds.
    WatchedWords.are_in("kept"), Rhythm.now()
    # The event, and the row between two savepoints; with an address also the person, and the row with its reminders,
    # its email and what counts such emails is still one statement.
    with django_assert_num_queries(4):
        client.post(pledge_url(event), who(sector=cloth.pk))
    with django_assert_num_queries(5):
        made = client.post(pledge_url(event), who("sing", sector=cloth.pk, email="sam@westmere.example"))
    # The pledge, with when emails come.
    with django_assert_num_queries(1):
        client.get(made["Location"])
    # Of a person who was known also what they were to be asked before.
    with django_assert_num_queries(7):
        client.post(pledge_url(event), who("hum", sector=cloth.pk, email="sam@westmere.example"))


def test_pledging_needs_no_session(client):
    client.post(pledge_url(open_event()), who())

    assert "sessionid" not in client.cookies


@pytest.mark.parametrize(("at_event", "button"), [(True, "Put it on the wall"), (False, "Make this pledge")])
def test_a_wall_is_named_only_where_there_is_one(client, at_event, button):
    url = pledge_url(open_event()) if at_event else reverse("pledge_create")

    assert button in seen(client.post(url, words()))
