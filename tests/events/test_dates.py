"""Dates by rule: the third Wednesdays, and half past five on both sides of a clock change."""

from datetime import date, timedelta

from django.utils import timezone

from commons.models import Heartbeat
from events.models import Event
from events.tasks import make_dates
from tests.factories import make_event, make_series

THIRD_WEDNESDAYS = {
    2026: "21 Jan, 18 Feb, 18 Mar, 15 Apr, 20 May, 17 Jun, 15 Jul, 19 Aug, 16 Sep, 21 Oct, 18 Nov, 16 Dec",
    2027: "20 Jan, 17 Feb, 17 Mar, 21 Apr, 19 May, 16 Jun, 21 Jul, 18 Aug, 15 Sep, 20 Oct, 17 Nov, 15 Dec",
}


def test_the_third_wednesday_of_each_month(db):
    series = make_series()

    made = series.make_dates(until=date(2027, 12, 31))

    assert made == 24
    for year, written in THIRD_WEDNESDAYS.items():
        days = series.dates.filter(day__year=year).order_by("day").values_list("day", flat=True)
        assert ", ".join(f"{day.day} {day:%b}" for day in days) == written


def test_half_past_five_stays_half_past_five_when_the_clocks_change(db):
    series = make_series(rule="FREQ=WEEKLY;BYDAY=WE", first_on=date(2026, 3, 25))
    series.make_dates(until=date(2026, 11, 1))

    around = series.dates.filter(day__in=["2026-03-25", "2026-04-01", "2026-10-21", "2026-10-28"]).order_by("day")

    assert [timezone.localtime(event.starts_at).strftime("%H:%M") for event in around] == ["17:30"] * 4
    assert [event.starts_at.astimezone(None).utctimetuple().tm_hour for event in around] == [17, 16, 16, 17]


def test_topping_up_twice_makes_nothing_new(db):
    make_series(first_on=timezone.localdate())

    first, second = make_dates(), make_dates()

    assert first in {12, 13}
    assert second == 0
    assert Heartbeat.objects.filter(name="events.make_dates").exists()


def test_a_moved_or_cancelled_date_is_left_alone(db):
    series = make_series(first_on=timezone.localdate())
    make_dates()
    moved, cancelled = Event.objects.order_by("day")[:2]
    Event.objects.filter(pk=moved.pk).update(day=moved.day + timedelta(days=1))
    Event.objects.filter(pk=cancelled.pk).update(cancelled_at=timezone.now(), cancelled_because="Snow.")

    made = make_dates()

    assert (made, series.dates.filter(cancelled_because="Snow.").count()) == (0, 1)
    assert not series.dates.filter(day=moved.day).exists()


def test_the_plan_is_told_in_clock_times(db):
    event = make_event(plan=[{"minutes": 20, "what": "Hello"}, {"minutes": 70, "what": "Tables"}])

    assert event.plan_with_times == [("5:30pm", "Hello"), ("5:50pm", "Tables")]
