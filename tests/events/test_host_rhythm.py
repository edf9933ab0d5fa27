"""A host changes how often a series is: which dates stay, which fall away, which come."""

from datetime import datetime, time, timedelta
from functools import partial
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from collab.kit.components.events import day_words
from commons.models import AuditEntry
from events.actions import (
    Change,
    Closed,
    NewRhythm,
    add_date,
    cancel_date,
    change_date,
    change_rhythm,
    give_back,
    sign_up,
    skip_date,
)
from events.actions.dates import top_up
from events.models import LONDON, HowOften, Rhythm, Series, SignUp
from events.tasks import make_dates
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups
from tests.events.test_race import at_once
from tests.factories import make_member, make_series

FIRST_TUESDAY = {"how_often": "month", "nth": "1", "weekday": "1", "first_on": "", "last_on": "", "span": "half 5 to 7"}


@pytest.fixture
def series(db, kwame):
    """Every third Wednesday from tomorrow on, a year of it, hosted by Kwame."""
    row = make_series(first_on=timezone.localdate() + timedelta(days=1))
    row.hosts.add(kwame)
    make_dates()
    return row


@pytest.fixture
def host(sign_in, kwame, series):
    return sign_in(kwame)


def coming(series):
    return list(series.dates.order_by("day").select_related("series", "venue"))


def check(host, series, **more):
    return host.get(f"/host/{series.slug}/rhythm/check/?{urlencode({**FIRST_TUESDAY, **more})}")


def change(host, series, **more):
    return host.post(f"/host/{series.slug}/rhythm/check/", {**FIRST_TUESDAY, **more})


def days_of(rhythm, *, until):
    return [day for day in rhythm.days(60) if day <= until]


def first_tuesdays():
    return Rhythm.on(timezone.localdate(), HowOften.MONTH).each(1, 1)


def test_the_third_wednesday_becomes_the_first_tuesday(host, series):
    answer = change(host, series)

    series.refresh_from_db()
    year = timezone.localdate() + timedelta(days=366)
    assert answer.headers["Location"] == f"/host/{series.slug}/"
    assert (series.rule, series.rule_in_words) == ("FREQ=MONTHLY;BYDAY=+1TU", "the first Tuesday of every month")
    assert [event.day for event in coming(series)] == days_of(first_tuesdays(), until=year)
    assert make_dates() == 0
    entry = AuditEntry.objects.get(action="events.rhythm_changed")
    assert (entry.target, entry.facts) == (series.uuid, {"rule": "FREQ=MONTHLY;BYDAY=+1TU"})


def test_dates_with_people_stay_and_are_named_with_how_many(host, series):
    first, second, third, *_rest = coming(series)
    sign_ups(second, 3)
    give_back(sign_ups(third, 1)[0], at=timezone.now())

    page = check(host, series)
    change(host, series)

    assert [(row.event, row.people) for row in page.context["kept"]] == [(second, 3), (third, 0)]
    assert f'<a href="/host/{series.slug}/{second.day}/">' in page.content.decode()
    assert "3 people" in page.content.decode()
    days = [event.day for event in coming(series)]
    assert (second.day in days, third.day in days, first.day in days) == (True, True, False)
    assert emails("events.changed") == emails("events.cancelled") == []


def test_what_falls_away_is_read_before_it_does(host, series):
    events = coming(series)

    page = check(host, series)

    assert page.context["falling"] == events[:6]
    assert page.context["falling_more"] == len(events) - 6
    assert coming(series) == events


def test_the_next_six_are_read_back_and_may_be_left_out(host, series):
    shown = check(host, series).context["dates"]
    left_out = shown[1].day

    change(host, series, skip=left_out.isoformat())
    again = check(host, series).context["dates"]

    series.refresh_from_db()
    assert [row.day for row in shown] == first_tuesdays().days(6)
    assert series.skipped == [left_out]
    assert not series.dates.filter(day=left_out).exists()
    assert make_dates() == 0
    assert [row.is_left_out for row in again] == [False, True, False, False, False, False]


def test_bank_holidays_among_the_next_are_marked(host, series):
    days = {"how_often": "week", "first_on": (timezone.localdate() + timedelta(days=2)).isoformat()}
    while not (page := check(host, series, **days)).context["holidays"]:
        days["first_on"] = (datetime.fromisoformat(days["first_on"]).date() + timedelta(days=1)).isoformat()

    assert "bank holiday, " in page.content.decode()


def test_a_new_time_reaches_dates_with_people_in_one_email(host, series):
    first, second, own, *_rest = coming(series)
    change_date(own, Change(own.day, time(10), time(12), own.venue), at=timezone.now())
    for event in (first, second, own):
        sign_ups(event, 1)
    same_days = {"nth": "3", "weekday": "2", "span": "6 to 8"}

    page = check(host, series, **same_days)
    change(host, series, **same_days)

    starts = [timezone.localtime(event.starts_at, LONDON).time() for event in coming(series)]
    assert (page.context["told"], page.context["kept"], page.context["falling"]) == (1, [], [])
    assert starts == [time(18), time(18), time(10), *[time(18)] * (len(starts) - 3)]
    assert [event.pk for event in coming(series)][:3] == [first.pk, second.pk, own.pk]
    told = OutgoingEmail.objects.get(purpose="events.changed")
    assert (told.to, told.subject) == ("guest1@people.example", "Changed: 2 of your dates")


def test_moved_added_cancelled_and_left_out_dates_stay_as_they_were_decided(host, series, kwame):
    (moved, cancelled, left_out, *_rest), now = coming(series), timezone.now()
    change_date(moved, Change(moved.day + timedelta(days=2), time(17, 30), time(19), moved.venue), at=now)
    cancel_date(cancelled, because="Snow.", by=kwame, at=now)
    skip_date(left_out, at=now)
    added = add_date(
        series, day=moved.day + timedelta(days=5), starts=time(10), ends=time(12), venue=series.venue, at=timezone.now()
    )

    page = check(host, series)
    change(host, series)
    back = check(host, series, nth="3", weekday="2").context["dates"]
    change(host, series, nth="3", weekday="2", skip=[row.day.isoformat() for row in back if row.is_left_out])

    by_pk = {event.pk: (event.day, event.is_cancelled) for event in coming(series)}
    assert [event.pk for event in page.context["decided"]] == [moved.pk, added.pk]
    assert by_pk[moved.pk] == (moved.rule_day + timedelta(days=2), False)
    assert by_pk[cancelled.pk] == (cancelled.day, True)
    assert by_pk[added.pk] == (added.day, False)
    assert not series.dates.filter(day=moved.rule_day).exists()
    assert [row.day for row in back if row.is_left_out] == [left_out.day]
    notes = {row.day: row.note for row in back}
    assert notes[moved.rule_day] == f"moved to {day_words(moved.rule_day + timedelta(days=2))}, and stays so"
    assert notes[cancelled.day] == "cancelled, and stays so"
    assert not series.dates.filter(day=left_out.day).exists()


def test_every_second_week_with_an_end(host, series):
    first = timezone.localdate() + timedelta(days=9)
    last = first + timedelta(days=60)

    change(host, series, how_often="fortnight", first_on=first.isoformat(), last_on=last.isoformat(), span="10 to 12")

    series.refresh_from_db()
    on_or_after = [event.day for event in coming(series) if event.day >= first]
    assert on_or_after == [first + timedelta(days=14 * number) for number in range(5)]
    assert (series.starts, series.ends, make_dates()) == (time(10), time(12), 0)


def test_dates_before_the_first_new_one_stay(host, series):
    first, second, *_rest = coming(series)

    change(host, series, first_on=(second.day + timedelta(days=1)).isoformat())

    assert [event.pk for event in coming(series)][:2] == [first.pk, second.pk]
    assert make_dates() == 0


def test_the_same_change_twice_is_one(host, series):
    sign_ups(coming(series)[0], 1)

    change(host, series)
    once = coming(series)
    change(host, series)

    assert coming(series) == once


def test_what_is_missing_is_asked_for_and_stays(host, series):
    today = timezone.localdate().isoformat()
    no_day = check(host, series, how_often="week", span="half 5")
    too_late = check(host, series, how_often="week", first_on=today, span="0:05 to 0:10")
    far = check(host, series, how_often="week", first_on=f"1 March {timezone.localdate().year + 2}")

    assert no_day.context["form"].errors == {
        "span": ["Say when it ends too, like 5:30pm to 7pm"], "first_on": ["Enter the first day, like 18 November"]
    }  # fmt: skip
    assert 'value="half 5"' in no_day.content.decode()
    assert too_late.context["form"].errors["first_on"] == ["That is over for today. Choose a later day"]
    assert far.context["form"].errors["first_on"] == ["Choose a day in the next year"]


def test_the_form_says_how_it_is_and_workshops_have_none(host, series, client):
    page = host.get(f"/host/{series.slug}/rhythm/")
    series.is_taken_as_a_whole = True
    series.save()

    assert "Now it is the third Wednesday of every month, 5:30pm to 7pm." in page.content.decode()
    assert page.context["form"].initial["weekday"] == 2
    assert host.get(f"/host/{series.slug}/rhythm/").status_code == 404
    assert f"/host/{series.slug}/rhythm/" not in host.get(f"/host/{series.slug}/").content.decode()


def test_topping_up_reads_the_rule_as_it_is_now(series, kwame):
    before = Series.objects.get()
    change_rhythm(series, NewRhythm(first_tuesdays(), time(17, 30), time(19)), by=kwame, at=timezone.now())
    known = series.dates.count()

    made = top_up(before, today=timezone.localdate(), at=timezone.now())

    assert (made, series.dates.count()) == (0, known)


def come(event, number):
    """Their row, or nothing when the date fell away a moment before."""
    try:
        return sign_up(event, guest(number), at=timezone.now())
    except Closed:
        return None


@pytest.mark.django_db(transaction=True)
def test_nobody_who_signs_up_at_that_moment_loses_the_date():
    series, by = make_series(first_on=timezone.localdate() + timedelta(days=1)), make_member("Kwame Asiedu")
    make_dates()
    event = coming(series)[3]
    new = NewRhythm(first_tuesdays(), time(17, 30), time(19))
    people = [partial(come, event, number) for number in range(24)]

    answers = at_once([partial(change_rhythm, series, new, by=by, at=timezone.now()), *people])

    came = [answer for answer in answers[1:] if answer]
    assert series.dates.filter(pk=event.pk).exists() == bool(came)
    assert SignUp.objects.count() == len(came) == len(emails("events.confirmed"))


@pytest.mark.django_db(transaction=True)
def test_topping_up_at_that_moment_brings_no_old_date_back():
    series, by = make_series(first_on=timezone.localdate() + timedelta(days=1)), make_member("Kwame Asiedu")
    make_dates()
    new = NewRhythm(first_tuesdays(), time(17, 30), time(19))

    at_once([partial(change_rhythm, series, new, by=by, at=timezone.now()), *[make_dates] * 6])

    year = timezone.localdate() + timedelta(days=366)
    assert [event.day for event in coming(series)] == days_of(first_tuesdays(), until=year)


def test_a_date_that_fell_away_takes_nobody(series):
    event = coming(series)[3]
    skip_date(event, at=timezone.now())

    answer = come(event, 1)

    assert (answer, SignUp.objects.count(), emails("events.confirmed")) == (None, 0, [])
