"""Many dates change at once: one email a person, with all of their dates in it."""

import re
from datetime import time

import pytest
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from events.actions import Change, cancel_from, change_date, change_from, move_house, sign_up
from events.models import PLACE_LINK, Event, Venue
from events.tasks import make_dates
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups
from tests.factories import make_series


@pytest.fixture
def series(db, kwame):
    row = make_series(first_on=timezone.localdate())
    row.hosts.add(kwame)
    make_dates()
    return row


@pytest.fixture
def host(sign_in, kwame, series):
    return sign_in(kwame)


def coming(series):
    return list(series.dates.order_by("day").select_related("series", "venue"))


def entries(email):
    return {str(one["uid"]): str(one["status"]) for one in Calendar.from_ical(email.calendar).walk("VEVENT")}


def test_another_time_for_all_after_is_one_email_a_person(series):
    first, second, third, *_rest = coming(series)
    Event.objects.filter(pk=third.pk).update(capacity=1)
    for event in (first, second, third):
        sign_up(event, guest(1), at=timezone.now())
    waits = [sign_up(event, guest(2), at=timezone.now()) for event in (second, third)]

    change_from(second, Change(second.day, time(18), time(20), second.venue), at=timezone.now())

    assert sorted(emails("events.changed")) == ["guest1@people.example", "guest2@people.example"]
    told = OutgoingEmail.objects.get(purpose="events.changed", to="guest1@people.example")
    assert told.subject == "Changed: 2 of your dates"
    assert told.text.count("It was: ") == told.text.count("6pm to 8pm") == 2
    assert told.html.count("5:30pm to 7pm") == 2
    assert entries(told) == {str(second.uuid): "CONFIRMED", str(third.uuid): "CONFIRMED"}
    other = OutgoingEmail.objects.get(purpose="events.changed", to="guest2@people.example")
    assert other.text.count("You are on the waiting list.") == 1
    # By what the links open: their tokens carry the second in which each was made.
    linked = re.findall(reverse("sign_up_done", args=["TOKEN"]).replace("TOKEN", r"([\w:-]+)"), other.text)
    assert [PLACE_LINK.read(token) for token in linked] == [signup.uuid for signup in waits]
    assert list(entries(other)) == [str(second.uuid)]


def test_whoever_has_one_of_them_reads_of_that_one(series):
    _first, second, third, *_rest = coming(series)
    sign_ups(third, 1)

    change_from(second, Change(second.day, time(18), time(20), second.venue), at=timezone.now())

    told = OutgoingEmail.objects.get(purpose="events.changed")
    assert told.subject == f"Changed: Collaboration Station, now {third.day:%-d %B}"


def test_whom_they_bring_is_in_the_same_email(series):
    event = coming(series)[0]
    sign_up(event, guest(1), at=timezone.now(), brings="Ida Brook")

    change_date(event, Change(event.day, time(18), time(20), event.venue), at=timezone.now())

    assert emails("events.changed") == ["guest1@people.example"]


def test_two_changes_of_many_dates_are_two_emails(series):
    first, second, *_rest = coming(series)
    for event in (first, second):
        sign_up(event, guest(1), at=timezone.now())

    for hour in (18, 19, 19):
        first.refresh_from_db()
        change_from(first, Change(first.day, time(hour), time(21), first.venue), at=timezone.now())

    assert emails("events.changed") == ["guest1@people.example"] * 2


def test_another_usual_place_is_one_email_a_person(series):
    for event in coming(series)[:3]:
        sign_up(event, guest(1), at=timezone.now())

    move_house(series, Venue.objects.create(name="The library", address="Cornmarket"), at=timezone.now())

    told = OutgoingEmail.objects.get(purpose="events.changed")
    assert told.text.count("The library, Cornmarket") == 3


def test_the_rest_of_a_series_is_cancelled_in_one_email_a_person(series, kwame):
    first, second, third, *_rest = coming(series)
    for event in (first, second, third):
        sign_up(event, guest(1), at=timezone.now())

    cancel_from(second, because="The hall is sold.", by=kwame, at=timezone.now())

    told = OutgoingEmail.objects.get(purpose="events.cancelled")
    assert told.subject == "Cancelled: 2 of your dates"
    assert told.text.count("The hall is sold.") == 1
    assert entries(told) == {str(second.uuid): "CANCELLED", str(third.uuid): "CANCELLED"}
    states = OutgoingEmail.objects.filter(purpose="events.confirmed").order_by("pk").values_list("state", flat=True)
    assert list(states) == ["due", "cancelled", "cancelled"]


def test_the_old_host_address_of_a_moved_date_leads_to_the_new_day(host, series):
    event = coming(series)[1]
    old, taken = event.get_host_url(), coming(series)[2]
    new = event.day.replace(day=event.day.day + 1)

    change_date(event, Change(new, time(17, 30), time(19), event.venue), at=timezone.now())
    answers = [host.get(f"{old}{page}") for page in ("", "places/", "needs/", "change/")]

    assert [answer.headers["Location"] for answer in answers] == [
        f"/host/{series.slug}/{new}/{page}" for page in ("", "places/", "needs/", "change/")
    ]
    assert host.get(taken.get_host_url()).status_code == 200


def test_a_stranger_is_led_nowhere_by_an_old_host_address(client, series):
    event = coming(series)[1]
    old = event.get_host_url()
    new = event.day.replace(day=event.day.day + 1)

    change_date(event, Change(new, time(17, 30), time(19), event.venue), at=timezone.now())

    assert client.get(old).headers["Location"].startswith("/sign-in/")
