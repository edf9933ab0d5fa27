"""Places that are kept for people of some sectors until five days before."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from events.actions import TooFewPlaces, give_back, hold_places, hold_places_from, keep_offers_moving, make_dates
from events.actions import sign_up as join
from events.models import Event, Series
from tests.events.people import emails, guest, sign_ups, states
from tests.factories import make_event, sector


@pytest.fixture
def event(db, kwame):
    """Three places, of which two are for residents."""
    row = make_event(capacity=3)
    hold_places(row, {sector("residents"): 2}, by=kwame, at=timezone.now())
    return Event.objects.with_details().get()


def come(event, number, cloth=None):
    return join(event, guest(number, sector=sector(cloth) if cloth else None), at=timezone.now())


def test_others_wait_while_places_are_kept_and_residents_come_in(event):
    come(event, 1, "nhs")
    come(event, 2, "nhs")
    come(event, 3, "residents")
    come(event, 4)

    assert [state for state, _ in states(event).values()] == ["confirmed", "waiting", "confirmed", "waiting"]


def test_residents_who_came_early_count_towards_their_places(event):
    for number, cloth in enumerate(["residents", "residents", "nhs"], start=1):
        come(event, number, cloth)

    event.refresh_from_db()
    assert event.taken == 3


def test_a_place_that_a_resident_gives_back_goes_to_a_resident(event):
    come(event, 1, "nhs")
    first = come(event, 2, "residents")
    come(event, 3, "residents")
    come(event, 4, "nhs")
    come(event, 5, "residents")

    give_back(first, at=timezone.now())

    assert emails("events.offered") == ["guest5@people.example"]
    assert states(event)["Guest 4"] == ("waiting", 1)


def test_five_days_before_they_are_for_everyone_in_order(event):
    for number in range(1, 5):
        come(event, number, "nhs")
    release = event.starts_at - timedelta(days=5)

    early = keep_offers_moving(release - timedelta(minutes=1)), emails("events.offered")
    keep_offers_moving(release)
    keep_offers_moving(release)

    event.refresh_from_db()
    assert early == (0, [])
    assert emails("events.offered") == ["guest2@people.example", "guest3@people.example"]
    assert (event.held_until, event.taken) == (None, 3)


def test_the_page_of_the_date_says_so(event, client):
    words = " ".join(client.get(event.get_absolute_url()).content.decode().split())

    assert "some places are kept for people from: Residents (2)" in words


def test_when_a_host_keeps_fewer_what_is_free_goes_on(event, kwame):
    for number in range(1, 4):
        come(event, number, "nhs")

    hold_places(event, {sector("residents"): 1}, by=kwame, at=timezone.now())

    assert emails("events.offered") == ["guest2@people.example"]


def test_nobody_keeps_more_places_than_there_are(event, kwame):
    with pytest.raises(TooFewPlaces):
        hold_places(event, {sector("nhs"): 4}, by=kwame, at=timezone.now())


def test_a_date_that_keeps_nothing_costs_nothing_more(db, kwame):
    plain = make_event(in_days=20)
    sign_ups(plain, 1, first=9)
    with CaptureQueriesContext(connection) as without:
        sign_ups(plain, 1)
    hold_places(plain, {sector("residents"): 1}, by=kwame, at=timezone.now())
    plain = Event.objects.with_details().get()

    with CaptureQueriesContext(connection) as with_some:
        sign_ups(plain, 1, first=2)

    assert len(with_some) - len(without) == 2


def kept(series):
    """For each date, how many places are held for whom, and whether that stands."""
    dates = series.dates.order_by("day").prefetch_related("held")
    return [({one.sector.cloth: one.places for one in date.held.all()}, date.held_until is not None) for date in dates]


def test_places_are_kept_at_this_date_and_all_after_also_at_those_made_later(db, kwame):
    first, second, third = [make_event(in_days=days, capacity=5) for days in (10, 24, 38)]
    hold_places(first, {sector("nhs"): 1}, by=kwame, at=timezone.now())

    hold_places_from(second, {sector("residents"): 2}, by=kwame, at=timezone.now())

    series = Series.objects.get()
    assert kept(series) == [({"nhs": 1}, True), ({"residents": 2}, True), ({"residents": 2}, True)]
    make_dates(today=timezone.localdate(), at=timezone.now())
    later = series.dates.filter(day__gt=third.day).count()
    assert later > 5
    assert kept(series)[-later:] == [({"residents": 2}, True)] * later
    assert make_dates(today=timezone.localdate(), at=timezone.now()) == 0


def test_nothing_is_kept_from_here_on_when_all_is_taken_back(db, kwame):
    first, _second = [make_event(in_days=days, capacity=5) for days in (10, 24)]
    hold_places_from(first, {sector("residents"): 2}, by=kwame, at=timezone.now())

    hold_places_from(first, {sector("residents"): 0}, by=kwame, at=timezone.now())

    series = Series.objects.get()
    assert (kept(series), series.held) == ([({}, False)] * 2, {})


def test_what_is_kept_no_more_at_a_later_date_is_offered_there(db, kwame):
    first, second = [make_event(in_days=days, capacity=1) for days in (10, 24)]
    hold_places_from(first, {sector("residents"): 1}, by=kwame, at=timezone.now())
    come(second, 1, "nhs")

    hold_places_from(first, {}, by=kwame, at=timezone.now())

    assert states(second) == {"Guest 1": ("offered", 1)}


def test_no_date_changes_when_one_has_too_few_places(db, kwame):
    first, _second = make_event(in_days=10, capacity=5), make_event(in_days=24, capacity=1)

    with pytest.raises(TooFewPlaces):
        hold_places_from(first, {sector("residents"): 2}, by=kwame, at=timezone.now())

    assert (kept(Series.objects.get()), Series.objects.get().held) == ([({}, False)] * 2, {})
