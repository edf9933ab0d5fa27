"""A member's own list of dates."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import sign_up
from events.models import Event, SignUp
from tests.events.people import sign_ups
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def words(client):
    return " ".join(client.get("/events/mine/").content.decode().split())


def test_each_date_says_how_it_stands_and_leads_to_ones_place(sign_in, amara):
    having, full, off = make_event(in_days=5, theme="having"), make_event(in_days=6, capacity=1), make_event(in_days=7)
    sign_ups(full, 1)
    for event in (having, full, off):
        sign_up(event, amara.contact, at=timezone.now())
    Event.objects.filter(pk=off.pk).update(cancelled_at=timezone.now(), cancelled_because="Snow.")

    page = words(sign_in(amara))

    assert page.index("You have a place") < page.index("You are on the waiting list") < page.index("Cancelled")
    assert "Collaboration Station: having" in page
    assert "Snow." in page
    assert page.count("/events/place/") == 3


def test_what_has_been_stands_below_and_what_was_given_back_nowhere(sign_in, amara):
    event, left = make_event(in_days=5, theme="was there"), make_event(in_days=6, theme="left")
    for one in (event, left):
        sign_up(one, amara.contact, at=timezone.now())
    SignUp.objects.filter(event=left).update(state="cancelled")
    Event.objects.filter(pk=event.pk).update(
        starts_at=timezone.now() - timedelta(days=2), ends_at=timezone.now() - timedelta(days=2, hours=-1)
    )

    page = words(sign_in(amara))

    assert "You have no place at a coming date." in page
    assert "Where you had a place" in page
    assert "was there" in page
    assert ": left" not in page


def test_nobody_sees_another_persons_dates(sign_in, amara, denise):
    sign_up(make_event(theme="hers"), denise.contact, at=timezone.now())

    assert "hers" not in words(sign_in(amara))
    assert "hers" in words(sign_in(denise))


def test_it_costs_the_same_with_one_date_and_with_three(sign_in, amara, django_assert_max_num_queries):
    client = sign_in(amara)
    client.get("/events/mine/")
    for day in (1, 2, 3):
        sign_up(make_event(in_days=day), amara.contact, at=timezone.now())
        if day != 2:
            with django_assert_max_num_queries(6):
                client.get("/events/mine/")
