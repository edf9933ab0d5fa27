import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import Guest, sign_up
from events.models import HERE_LINK, PLACE_LINK, Attendance
from outbox.models import OutgoingEmail
from tests.events.door import at, end, make_evening, noted, text
from tests.events.test_here import place
from tests.factories import make_contact, make_event, make_series


@pytest.fixture
def evening(kwame):
    series = make_series()
    series.hosts.add(kwame)
    return make_evening(series=series)


@pytest.fixture
def ada(evening):
    """She has a place."""
    return place(evening, make_contact("Ada Quill", email="ada@people.example", phone="07700 900 001"))


def say(client, evening, reach):
    return client.post(at("event_arrive", evening), {"reach": reach}, follow=True)


@pytest.mark.parametrize("reach", ["ada@people.example", "ADA@people.example", "07700900001", "+44 7700 900001"])
def test_a_guest_ticks_themselves_off_with_what_they_signed_up_with(client, evening, ada, reach):
    say(client, evening, reach)

    assert noted(evening) == {"Ada Quill": "came"}
    assert Attendance.objects.get().by is None


def test_the_page_says_the_same_to_those_it_knows_and_those_it_does_not(client, evening, ada):
    known, unknown = say(client, evening, "ada@people.example"), say(client, evening, "eve@people.example")

    assert text(known) == text(unknown)
    assert "Thank you. Come in" in text(known)
    assert noted(evening) == {"Ada Quill": "came"}


def test_whoever_gave_their_place_back_is_not_ticked_off_by_an_address(client, evening, ada):
    ada.move(ada.State.CANCELLED, at=timezone.now())

    say(client, evening, "ada@people.example")

    assert noted(evening) == {}


def test_what_is_no_address_comes_back_as_it_was_typed(client, evening, ada):
    page = say(client, evening, "ada")

    assert "Enter an email address" in text(page)
    assert 'value="ada"' in text(page)


@pytest.mark.parametrize(("minutes_ago", "is_open"), [(-90, False), (-50, True), (80, True), (100, False)])
def test_the_door_is_open_from_an_hour_before_the_start_to_the_end(client, evening, ada, minutes_ago, is_open):
    evening.starts_at = timezone.now() - timedelta(minutes=minutes_ago)
    evening.ends_at = evening.starts_at + timedelta(minutes=90)
    evening.save()

    say(client, evening, "ada@people.example")
    client.post(ada.get_here_url())

    assert noted(evening) == ({"Ada Quill": "came"} if is_open else {})


def test_nobody_tries_out_one_address_again_and_again(client, evening, ada):
    pages = [text(say(client, evening, "eve@people.example")) for _ in range(11)]

    assert "Thank you. Come in" in pages[9]
    assert "Many people are typing here" in pages[10]


def test_a_member_presses_once_and_needs_no_place(sign_in, amara, evening):
    sign_in(amara).post(at("event_arrive", evening), {"me": "1"})

    assert noted(evening) == {"Amara Nwachukwu": "came"}
    assert Attendance.objects.get().is_walk_in


def test_their_own_code_ticks_them_off_by_a_press_and_not_by_opening_it(client, evening, ada):
    page = client.get(ada.get_here_url())
    before = noted(evening)
    after = client.post(ada.get_here_url(), follow=True)

    assert before == {}
    assert noted(evening) == {"Ada Quill": "came"}
    assert "Ada Quill" not in text(page) + text(after)
    assert "You are ticked off" in text(after)


def test_a_host_who_scans_the_code_presses_for_them(sign_in, kwame, evening, ada):
    client = sign_in(kwame)

    page = text(client.get(ada.get_here_url()))
    after = client.post(ada.get_here_url())

    assert "Ada Quill" in page
    assert after["Location"] == f"{at('event_here', evening)}?last={ada.contact.uuid}"
    assert Attendance.objects.get().by == kwame


def test_the_code_for_the_door_does_nothing_else(client, evening, ada):
    code = HERE_LINK.token(ada.uuid)

    assert client.get(reverse("sign_up_done", args=[code])).status_code == 404
    assert client.get(reverse("sign_up_here", args=[PLACE_LINK.token(ada.uuid)])).status_code == 404


def test_the_page_of_a_place_and_its_email_lead_to_the_code(client, evening):
    later = make_event(in_days=9, series=evening.series)
    signup = sign_up(later, Guest("Dee Walker", "dee@people.example"), at=timezone.now())

    page, email = text(client.get(signup.get_absolute_url())), OutgoingEmail.objects.get(purpose="events.confirmed")

    assert [re.findall(r"/events/here/[^/]+/", words)[0][:14] for words in (page, email.text, email.html)] == [
        "/events/here/" + signup.get_here_url()[13]
    ] * 3


def test_a_code_for_a_date_that_is_over_opens_a_page_without_a_button(client, evening, ada):
    end(evening)

    page = text(client.get(ada.get_here_url()))

    assert "There is nothing to tick off any more" in page
    assert '<form method="post" novalidate' not in page
