"""A month as a grid, and by day on a phone."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from events.actions import sign_up
from events.models import Event
from tests.events.people import sign_ups
from tests.factories import make_event, make_series

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")


def month_url(day):
    return reverse("event_month", args=[day])


def words(client, day):
    response = client.get(month_url(day))
    assert response.status_code == 200
    assert not response.cookies
    return " ".join(response.content.decode().split())


def test_each_date_stands_on_its_day(client):
    event = make_event(in_days=3, theme="warm homes")

    page = words(client, event.day)

    table = page[page.index("<table") : page.index("</table>")]
    cell = table[table.index(f'datetime="{event.day}"') :].partition("</td>")[0]
    assert f'<a href="{event.get_absolute_url()}">Collaboration Station: warm homes</a>' in cell
    assert "5:30pm to 7pm" in cell
    assert f">{event.day:%B %Y}</caption>" in table
    assert re.findall(r'title="(\w+)day"', table) == ["Mon", "Tues", "Wednes", "Thurs", "Fri", "Satur", "Sun"]


def test_the_same_dates_stand_by_day_for_a_phone(client):
    event = make_event(in_days=3)

    page = words(client, event.day)

    by_day = page[page.index('class="month-days"') :]
    assert by_day.count(event.get_absolute_url()) == 1


def test_the_months_beside_it_are_a_press_away(client):
    page = words(client, date(2026, 12, 1))

    assert '<a rel="prev" href="/events/2026-11/">November 2026</a>' in page
    assert '<a rel="next" href="/events/2027-01/">January 2027</a>' in page
    assert "Nothing is on in this month." in page


def test_robots_come_to_an_end(client):
    today = timezone.localdate()
    last = date(today.year + (today.month + 12) // 12, (today.month + 12) % 12 + 1, 1)

    assert 'rel="next"' not in words(client, last)
    for path in ("/events/2199-01/", "/events/1066-10/", "/events/2026-13/", "/events/0000-01/", "/events/9999-12/"):
        assert client.get(path).status_code == 404


def test_the_edge_of_a_month_is_at_midnight_of_the_place(client):
    series = make_series(rule="", first_on=date(2026, 7, 31))
    late, early = series.date_on(date(2026, 7, 31)), series.date_on(date(2026, 8, 1))
    late.starts_at = datetime(2026, 7, 31, 23, 30, tzinfo=LONDON)
    late.ends_at = late.starts_at + timedelta(hours=1)
    early.starts_at = datetime(2026, 8, 1, 0, 15, tzinfo=LONDON)
    late.save(), early.save()

    july, august = words(client, date(2026, 7, 1)), words(client, date(2026, 8, 1))

    assert (late.get_absolute_url() in july, early.get_absolute_url() in july) == (True, False)
    assert (late.get_absolute_url() in august, early.get_absolute_url() in august) == (False, True)


def test_a_month_with_a_clock_change_has_each_day_once(client):
    make_event(series=make_series(rule="FREQ=DAILY"))
    for first in (date(2026, 10, 1), date(2027, 3, 1)):
        Event.objects.update(
            starts_at=datetime(first.year, first.month, 25, 17, 30, tzinfo=LONDON),
            ends_at=datetime(first.year, first.month, 25, 19, tzinfo=LONDON),
        )
        days = re.findall(r'<time datetime="([\d-]+)">', words(client, first))
        assert days == [f"{first:%Y-%m}-{day:02}" for day in range(1, 32)]


def test_it_shows_what_one_may_see_and_how_it_stands(client, sign_in, amara):
    day = timezone.localdate() + timedelta(days=3)
    full = make_event(in_days=3, capacity=1)
    sign_ups(full, 1)
    inside = make_event(in_days=3, series=make_series("members-only", title="Members only", audience="members"))
    hidden = make_event(in_days=3, series=make_series("by-link", title="By link", audience="link"))
    visitor = words(client, day)
    sign_up(inside, amara.contact, at=timezone.now())

    member = sign_in(amara).get(month_url(day)).content.decode()

    assert "Full, with a waiting list" in visitor
    assert "Members only" not in visitor
    assert "Members only" in member
    assert "You have a place" in member
    assert hidden.get_absolute_url() not in visitor + member


def test_it_costs_a_visitor_one_query_and_a_member_one_more(client, sign_in, amara, django_assert_num_queries):
    day, series = timezone.localdate() + timedelta(days=3), make_series()
    words(client, day)
    for rows in (1, 3):
        while Event.objects.count() < rows:
            event = make_event(in_days=3 + Event.objects.count(), series=series)
            Event.objects.filter(pk=event.pk).update(starts_at=event.starts_at - timedelta(hours=Event.objects.count()))
        with django_assert_num_queries(1):
            words(client, day)


def test_the_same_page_again_is_answered_by_304(client):
    event = make_event(in_days=3)

    first = client.get(month_url(event.day))

    assert client.get(month_url(event.day), headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_list_comes_first_and_leads_here(client):
    assert f'href="{month_url(timezone.localdate())}"' in client.get("/events/").content.decode()
    assert 'href="/events/"' in words(client, timezone.localdate())
