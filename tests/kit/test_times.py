"""Times of day as people write them."""

from datetime import time

import pytest
from dateutil.easter import easter

from collab.kit.holidays import bank_holiday, bank_holidays
from collab.kit.times import SpanField, parse_span

EVENING = (time(17, 30), time(19))


@pytest.mark.parametrize(
    "text",
    [
        "5:30pm to 7pm", "5.30pm - 7pm", "5:30 to 7", "17.30-19.00", "1730 to 1900", "half 5 to 7",
        "Half past five till seven", "5.30–7pm", "530pm until 7", "from 5.30 p.m. to 7 p.m.",
        "5.30pm for 90 minutes", "half 5 for an hour and a half",
        "17h30 to 19h", "5:30 to 7 in the evening", "  5:30PM   TO   7PM ", "5 30 to 7 o’clock",
    ],
)  # fmt: skip
def test_half_past_five_to_seven_however_it_is_written(text):
    assert parse_span(text) == EVENING


@pytest.mark.parametrize(
    ("text", "starts", "ends"),
    [
        ("9 to 5", time(9), time(17)),
        ("10 to 1", time(10), time(13)),
        ("11-1pm", time(11), time(13)),
        ("12 to 2", time(12), time(14)),
        ("noon to 2", time(12), time(14)),
        ("10am to 12 noon", time(10), time(12)),
        ("8 to 9pm", time(20), time(21)),
        ("8pm to 9", time(20), time(21)),
        ("quarter to 6 to quarter past 7", time(17, 45), time(19, 15)),
        ("09:30 to 11", time(9, 30), time(11)),
        ("6am for 2 hours", time(6), time(8)),
    ],
)
def test_what_two_times_mean_together(text, starts, ends):
    assert parse_span(text) == (starts, ends)


@pytest.mark.parametrize("text", ["5.30pm", "half 5", "17.30", "1730", "half past five"])
def test_one_time_says_when_it_starts(text):
    assert parse_span(text) == (time(17, 30), None)


@pytest.mark.parametrize(
    "text",
    ["", "tea time", "5:70 to 7", "25 to 27", "7pm to 5pm", "7pm to 7pm", "13pm to 2pm", "to 7", "5 to 7 to 9"],
)
def test_what_cannot_be_read_is_not_guessed(text):
    assert parse_span(text) is None


def test_the_box_shows_the_times_again():
    assert SpanField().prepare_value((time(17, 30), time(19))) == "5:30pm to 7pm"


def test_bank_holidays_of_three_years_are_named():
    by_year = [sum(day.year == year for day in bank_holidays()) for year in (2026, 2027, 2028)]

    assert by_year == [8, 8, 8]
    assert not [day for day in bank_holidays() if day.weekday() > 4]


def test_easter_is_where_the_moon_has_it():
    from_the_moon = {easter(year) for year in (2026, 2027, 2028)}

    mondays = {day for day, name in bank_holidays().items() if name == "Easter Monday"}
    fridays = {day for day, name in bank_holidays().items() if name == "Good Friday"}

    assert {(day - sunday).days for day in mondays for sunday in from_the_moon if day.year == sunday.year} == {1}
    assert {(sunday - day).days for day in fridays for sunday in from_the_moon if day.year == sunday.year} == {2}
    assert bank_holiday(next(iter(from_the_moon))) == ""
