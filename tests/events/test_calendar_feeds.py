"""A member's secret calendar address, as Google, Outlook and Apple fetch it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from icalendar import Calendar

from events.actions import give_back, sign_up
from events.models import CalendarFeed, Event, SignUp
from tests.events.people import guest, sign_ups
from tests.factories import make_event, make_series

pytestmark = pytest.mark.django_db


def feed_of(member):
    return CalendarFeed.objects.renew(member, at=timezone.now()).get_absolute_url()


def entries(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_it_has_the_dates_where_one_has_a_place_and_what_one_hosts(client, amara):
    make_series()
    series = make_series("repair", title="Repair café")
    mine, waiting, theirs = make_event(in_days=5), make_event(in_days=6, capacity=1), make_event(in_days=7)
    hosted = make_event(in_days=8, series=series)
    series.hosts.add(amara)
    left = make_event(in_days=9)
    for event in (mine, left):
        sign_up(event, amara.contact, at=timezone.now())
    sign_ups(waiting, 1)
    sign_up(waiting, amara.contact, at=timezone.now())
    sign_up(theirs, guest(5), at=timezone.now())
    give_back(left.signups.get(), at=timezone.now())

    found = entries(client.get(feed_of(amara)))

    assert [str(entry["UID"]) for entry in found] == [str(mine.uuid), str(hosted.uuid)]


def test_it_needs_no_session_and_gives_no_cookie(client, amara):
    url = feed_of(amara)

    answer = client.get(url)

    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.cookies == {}
    assert answer["X-Robots-Tag"] == "noindex"
    assert "private" in answer["Cache-Control"]
    assert "max-age=900" in answer["Cache-Control"]


def test_the_same_file_again_is_answered_by_304_and_a_change_is_not(client, amara):
    event = make_event()
    sign_up(event, amara.contact, at=timezone.now())
    url = feed_of(amara)

    first = client.get(url)
    again = client.get(url, headers={"If-None-Match": first["ETag"]})
    Event.objects.update(sequence=1, cancelled_at=timezone.now(), cancelled_because="Snow.")
    changed = client.get(url, headers={"If-None-Match": first["ETag"]})

    assert (first.status_code, again.status_code, changed.status_code) == (200, 304, 200)
    assert again.content == b""
    assert [str(entry["STATUS"]) for entry in entries(changed)] == ["CANCELLED"]


def test_nobody_elses_details_are_in_it(client, amara):
    event = make_event(capacity=5)
    sign_up(event, amara.contact, at=timezone.now())
    sign_up(event, guest(7), at=timezone.now(), show_name=True)

    words = client.get(feed_of(amara)).content.decode()

    for canary in ("Guest 7", "guest7@people.example", amara.email, "Nwachukwu"):
        assert canary not in words.replace("\r\n ", "")


def test_a_new_address_ends_the_old_one(client, amara):
    old, new = feed_of(amara), feed_of(amara)

    assert old != new
    assert (client.get(old).status_code, client.get(new).status_code) == (404, 200)


def test_what_is_stored_opens_nothing(amara, client):
    url = feed_of(amara)
    token = url.rpartition("/")[2].removesuffix(".ics")
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM events_calendarfeed t")
        (row,) = cursor.fetchone()

    assert token not in row
    for stored in row.strip("()").split(","):
        assert client.get(f"/events/feed/{stored}.ics").status_code == 404


@pytest.mark.parametrize("token", ["nonsense", "%00", "a" * 3000, "..%2f..", "é"])
def test_a_made_up_address_is_not_found(client, amara, token):
    feed_of(amara)

    answer = client.get(f"/events/feed/{token}.ics")

    assert answer.status_code == 404
    assert b"VCALENDAR" not in answer.content


def test_a_suspended_members_address_is_shut(client, amara):
    url = feed_of(amara)
    amara.is_active = False
    amara.save(update_fields=["is_active"])

    assert client.get(url).status_code == 404


def test_a_member_makes_renews_and_stops_it(sign_in, amara):
    member = sign_in(amara)
    before = member.get("/events/mine/").content.decode()
    seen, said = [], []
    for _ in range(2):
        answer = member.post("/events/mine/calendar/", follow=True)
        said.append("The one before it no longer works" in answer.content.decode())
        seen.append(CalendarFeed.objects.get(member=amara).url)
    page, me = (member.get(path).content.decode() for path in ("/events/mine/", "/me/"))
    member.post("/events/mine/calendar/stop/")

    assert "Make an address" in before
    assert said == [False, True]
    assert seen[0] != seen[1]
    for words in (page, me):
        assert seen[1] in words
        assert f"webcal://{seen[1].partition('://')[2]}" in words
        assert seen[0] not in words
    assert not CalendarFeed.objects.exists()


def test_from_home_the_calendar_says_online(client, amara):
    event = make_event(online_capacity=5, online_link="https://meet.example/canary")
    sign_up(event, amara.contact, at=timezone.now())
    SignUp.objects.update(way="online")

    answer = client.get(feed_of(amara))

    assert [str(entry["LOCATION"]) for entry in entries(answer)] == ["Online"]
    assert "meet.example" not in answer.content.decode()


def test_it_costs_the_same_with_one_date_and_with_three(client, amara, django_assert_num_queries):
    url = feed_of(amara)
    client.get(url)
    for day in (1, 2, 3):
        sign_up(make_event(in_days=day), amara.contact, at=timezone.now() - timedelta(hours=1))
        if day != 2:
            with django_assert_num_queries(3):
                assert len(entries(client.get(url))) == day
