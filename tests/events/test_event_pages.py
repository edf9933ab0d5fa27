"""The list, a series and one date, as a visitor and as a member read them."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.html import escape

from events.actions import Guest, accept, give_back, sign_up
from events.models import Event
from tests.events.people import guest, sign_ups
from tests.factories import make_event, make_organisation, make_series, sector


def page(client, url):
    response = client.get(url)
    assert response.status_code == 200
    assert not response.cookies
    return response.content.decode()


def test_a_visitor_sees_what_is_coming_by_month(db, client):
    event = make_event(in_days=10, theme="warm homes")
    full = make_event(in_days=12, capacity=1)
    sign_ups(full, 1)
    make_event(in_days=-10, theme="long ago")

    words = page(client, "/events/")

    assert f'<a href="{event.get_absolute_url()}">Collaboration Station: warm homes</a>' in words
    assert event.starts_at.strftime("%B %Y") in words
    assert "68 places left" in words
    assert "Full, with a waiting list" in words
    assert "long ago" not in words


def test_past_dates_have_a_list_of_their_own(db, client):
    make_event(in_days=10, theme="to come")
    make_event(in_days=-10, theme="long ago")

    words = page(client, "/events/?when=past")

    assert "long ago" in words
    assert "to come" not in words


def test_an_empty_list_says_so(db, client):
    assert "No dates yet." in page(client, "/events/")
    assert "Nothing has happened yet." in page(client, "/events/?when=past")


def test_a_month_with_nothing_says_when_it_is_back(db, client):
    make_event(in_days=5)
    later = make_event(in_days=80)

    words = page(client, "/events/")

    assert f"Collaboration Station is back on {later.day.day} {later.day:%B}" in words


@pytest.mark.parametrize(("when", "sign"), [("", 1), ("when=past&", -1)])
def test_a_long_list_goes_on_over_the_page(db, client, when, sign):
    series = make_series()
    days = [make_event(in_days=sign * (day + 1), series=series).day for day in range(25)]

    first = page(client, f"/events/?{when}")
    after = Event.objects.get(day=days[19]).uuid
    second = page(client, f"/events/?{when}after={after}")

    assert escape(f"?{when}after={after}") in first
    assert [day for day in days if f"/{day}/" in first] == days[:20]
    assert [day for day in days if f"/{day}/" in second] == days[20:]
    assert page(client, f"/events/?{when}after=nonsense") == first


def test_lists_cost_the_same_with_one_row_and_with_three(db, client, django_assert_num_queries):
    series = make_series()
    counts = {"/events/": 2, f"/events/{series.slug}/": 3}
    make_event(in_days=3, series=series)
    page(client, "/events/")
    for rows in (1, 3):
        for url, queries in counts.items():
            with django_assert_num_queries(queries - 1):
                page(client, url)
        make_event(in_days=3 + rows, series=series)
        make_event(in_days=9 + rows, series=series)


def test_a_series_says_its_rule_and_its_next_dates(db, client):
    series = make_series(standfirst="One table, every street.", arrive="food from 5:15pm")
    event = make_event(series=series)

    words = page(client, series.get_absolute_url())

    assert "The third Wednesday of every month, 5:30pm to 7pm" in words
    assert "Food from 5:15pm." in words
    assert event.get_absolute_url() in words
    assert f"/events/{series.slug}/calendar.ics" in words


def test_a_date_says_when_where_and_how_to_get_in(db, client):
    event = make_event(plan=[{"minutes": 20, "what": "Hello"}, {"minutes": 70, "what": "Tables"}])
    event.venue.access = ["step-free", "hearing-loop"]
    event.venue.travel = "Bus 5 stops outside."
    event.venue.save()

    words = page(client, event.get_absolute_url())

    for fact in ["5:30pm to 7pm", "St Hilda’s hall, 1 Mill Lane, Westmere", "Bus 5 stops outside.", "Hearing loop"]:
        assert fact in words
    assert '<th scope="row">5:50pm</th>' in words
    assert f'href="{event.get_absolute_url()}join/"' in words
    assert "68 places left" in words


def test_a_moved_date_says_when_it_usually_is(db, client):
    event = make_event()
    usual = page(client, event.get_absolute_url())
    Event.objects.update(rule_day=event.day + timedelta(days=7))

    moved = page(client, event.get_absolute_url())

    assert "The third Wednesday of every month." in usual
    assert "Usually the third Wednesday of every month." in moved


def test_who_is_coming_is_told_from_five_people_on(db, client):
    event = make_event()
    council, homes = make_organisation("City Council", cloth="council"), make_organisation("Homes", cloth="housing")
    for number, organisation in enumerate([council, council, homes, homes]):
        sign_up(event, guest(number, organisation=organisation), at=timezone.now())
    few = page(client, event.get_absolute_url())
    sign_up(event, guest(9, organisation_typed="The Packhorse", sector=sector("business")), at=timezone.now())

    enough = page(client, event.get_absolute_url())

    assert "people are coming" not in few
    assert "5 people are coming, from 3 organisations" in " ".join(enough.split())
    assert "2 council" in enough
    assert "1 from business" in enough


def test_whoever_was_offered_a_place_is_not_counted_until_they_say_yes(db, client):
    event = make_event(capacity=6)
    rows = sign_ups(event, 7)
    give_back(rows[0], at=timezone.now())
    offered = " ".join(page(client, event.get_absolute_url()).split())

    accept(rows[6], at=timezone.now())

    assert "5 people are coming" in offered
    assert "6 people are coming" in " ".join(page(client, event.get_absolute_url()).split())


def test_a_full_date_offers_the_waiting_list(db, client):
    event = make_event(capacity=2)
    sign_ups(event, 5)

    words = page(client, event.get_absolute_url())

    assert "All places are taken" in words
    assert "3 people are waiting for a place." in words
    assert "Join the waiting list" in words


def test_a_cancelled_date_says_why_and_takes_nobody(db, client):
    event = make_event(cancelled_at=timezone.now(), cancelled_because="The hall is flooded.")

    words = page(client, event.get_absolute_url())

    assert "This date is cancelled" in words
    assert "The hall is flooded." in words
    assert [
        one for one in ("/join/", "calendar.ics", "Add to my calendar", "Getting in", "lost its link") if one in words
    ] == []


def test_a_past_date_says_that_it_has_happened(db, client):
    event = make_event(in_days=-10)

    words = page(client, event.get_absolute_url())

    assert "This has happened" in words
    assert "/join/" not in words


def test_within_the_hour_sign_up_has_closed(db, client):
    event = make_event()
    soon = timezone.now() + timedelta(minutes=30)
    Event.objects.update(starts_at=soon, ends_at=soon + timedelta(minutes=90))

    words = page(client, event.get_absolute_url())

    assert "Sign-up has closed" in words


@pytest.mark.parametrize("path", ["nothing/", "collaboration-station/2026-13-45/", "collaboration-station/2026-01-02/"])
def test_what_is_not_there_is_not_found(db, client, path):
    make_event()

    response = client.get(f"/events/{path}")

    assert response.status_code == 404
    assert b"Collaboration Station" not in response.content


def test_a_date_that_is_not_public_is_not_found(db, client):
    event = make_event(is_public=False)

    assert client.get(event.get_absolute_url()).status_code == 404
    assert event.get_absolute_url() not in page(client, "/events/")


def test_a_date_costs_a_visitor_three_queries(db, client, django_assert_num_queries):
    event = make_event()
    page(client, "/events/")
    for already in (0, 20):
        sign_ups(event, 20, first=already)
        with django_assert_num_queries(3):
            page(client, event.get_absolute_url())


def test_a_member_sees_their_own_place(amara, sign_in):
    event = make_event()
    member = sign_in(amara)
    sign_up(event, amara.contact, at=timezone.now())
    sign_up(
        event, Guest(name="Shows Herself", email="s@people.example"), at=timezone.now(), show_name=True, form_key=None
    )
    event.signups.exclude(contact=amara.contact).update(show_name=True)

    words = member.get(event.get_absolute_url()).content.decode()
    listed = member.get("/events/").content.decode()

    assert "You have a place" in words
    assert "Give it back" in words
    assert "Shows Herself" in words
    assert "You have a place" in listed


def test_names_are_for_those_who_come(db, client):
    event = make_event()
    sign_ups(event, 1)
    event.signups.update(show_name=True)

    assert "Guest 1" not in page(client, event.get_absolute_url())


def test_after_the_date_the_names_are_of_those_who_had_a_place(amara, sign_in):
    event = make_event()
    sign_ups(event, 1)
    sign_up(event, amara.contact, at=timezone.now())
    event.signups.update(show_name=True)
    before = sign_in(amara).get(event.get_absolute_url()).content.decode()
    Event.objects.update(starts_at=timezone.now() - timedelta(hours=3), ends_at=timezone.now() - timedelta(hours=2))

    after = sign_in(amara).get(event.get_absolute_url()).content.decode()

    assert ["Also coming" in before, "Who had a place" in before] == [True, False]
    assert ["Also coming" in after, "Who had a place" in after] == [False, True]


def test_a_member_with_a_place_costs_three_queries_more(amara, sign_in, django_assert_num_queries):
    event = make_event()
    sign_up(event, amara.contact, at=timezone.now())
    member = sign_in(amara)
    member.get(event.get_absolute_url())

    for already in (0, 3):
        sign_ups(event, 3, first=already)
        event.signups.update(show_name=True)
        with django_assert_num_queries(6):
            member.get(event.get_absolute_url())
