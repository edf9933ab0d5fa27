"""J3: a host sets up the third Wednesday, half past five to seven: one screen, one check, two minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from collab.kit.holidays import bank_holidays
from events.models import Event, Series, Venue
from tests.browser.steps import Way, come_signed_in, everything, go, heading, press, words, wrongs
from tests.events.people import sign_ups
from tests.factories import make_member, make_series

# Twenty words a minute on a phone, five letters a word; and two seconds for each tap.
LETTERS_A_SECOND, SECONDS_A_TAP = 20 * 5 / 60, 2
TWO_MINUTES = 120


@pytest.fixture
def kwame(transactional_db):
    """A host who has put something on before."""
    host = make_member("Kwame Asiedu", sector="charity", roles=["facilitator"])
    before = make_series("canal-walk", title="Canal walk", venue=Venue.objects.create(name="The lock", address="Dene"))
    before.hosts.add(host)
    return host


def fill_in(page, site, way):
    """The one screen; says how many seconds typing and choosing take on a phone."""
    typed = {"What is it called?": "Kettle and Talk", "From when to when?": "5.30pm to 7"}
    page.goto(f"{site}/host/new/")
    for label, text in typed.items():
        page.get_by_label(label).fill(text)
    way.tap(page.get_by_label("Every month on the same weekday"))
    page.get_by_label("Which one?").select_option("third")
    page.get_by_label("Which weekday?").select_option("Wednesday")
    way.tap(page.get_by_role("button", name="Read it back to me"))
    boxes, lists = len(typed), 2 * 2
    return len("".join(typed.values())) / LETTERS_A_SECOND + (boxes + lists) * SECONDS_A_TAP


def test_a_host_sets_up_the_third_wednesday_in_two_minutes(page, site, kwame):
    come_signed_in(page, site, kwame)
    way = Way().watch(page)

    seconds = fill_in(page, site, way)
    read_back = words(page)
    left_out = page.locator("input[name=skip]").nth(2)
    day = left_out.get_attribute("value")
    way.tap(left_out)
    way.tap(page.get_by_role("button", name="Publish"))

    series = Series.objects.get(title="Kettle and Talk")
    assert "The third Wednesday of every month, 5:30pm to 7pm, starting" in read_back
    assert heading(page) == "Kettle and Talk is set up"
    assert (len(way.screens), way.taps) == (3, 4)
    assert seconds + way.taps * SECONDS_A_TAP < TWO_MINUTES
    assert (series.where, [f"{one:%Y-%m-%d}" for one in series.skipped]) == ("The lock", [day])
    assert not series.dates.filter(day=day).exists()
    assert {event.day.weekday() for event in series.dates.all()} == {2}


def test_each_screen_can_be_used_by_everybody(page, site, kwame, axe):
    come_signed_in(page, site, kwame)

    page.goto(f"{site}/host/new/")
    axe()
    fill_in(page, site, Way())
    axe()
    press(page, "Publish")
    axe()
    page.goto(f"{site}/host/")
    axe()
    go(page.get_by_role("link", name="Kettle and Talk").last)
    axe()

    assert heading(page) == "Kettle and Talk"


def test_a_bank_holiday_is_marked_and_nothing_is_stored_by_looking(page, site, kwame):
    come_signed_in(page, site, kwame)
    holiday = min(day for day in bank_holidays() if day > timezone.localdate() and day.weekday() == 0)
    page.goto(f"{site}/host/new/")
    page.get_by_label("What is it called?").fill("Kettle and Talk")
    page.get_by_label("Every week", exact=True).check()
    page.get_by_label("When is the first one?").fill(f"{holiday - timedelta(days=14):%-d %B %Y}")
    if holiday - timedelta(days=14) < timezone.localdate():
        page.get_by_label("When is the first one?").fill(f"{holiday:%-d %B %Y}")
    page.get_by_label("From when to when?").fill("half 5 to 7")
    before = everything()

    press(page, "Read it back to me")
    page.reload()

    assert f"bank holiday, {bank_holidays()[holiday]}" in words(page)
    assert everything() == before


def test_what_is_wrong_is_said_and_what_was_typed_stays(page, site, kwame, axe):
    come_signed_in(page, site, kwame)
    page.goto(f"{site}/host/new/")
    page.get_by_label("What is it called?").fill("Kettle and Talk")
    press(page, "Read it back to me")

    assert page.get_by_label("The lock, Dene").is_checked()
    assert wrongs(page) == ["Choose how often it is", "Enter when it starts and ends, like 5:30pm to 7pm"]
    assert page.get_by_label("What is it called?").input_value() == "Kettle and Talk"
    axe()


@pytest.fixture
def event(kwame):
    """A date of Kwame's with two people."""
    series = make_series(first_on=timezone.localdate())
    series.hosts.add(kwame)
    series.make_dates(until=timezone.localdate() + timedelta(days=90))
    second = series.dates.order_by("day")[1]
    sign_ups(second, 2)
    return second


def test_a_date_is_moved_by_its_host(page, site, kwame, axe, event):
    come_signed_in(page, site, kwame)
    new = event.day + timedelta(days=1)
    page.goto(f"{site}{event.get_host_url()}")
    axe()
    go(page.get_by_role("link", name="Day, time, place and words"))
    told = words(page)
    axe()
    page.get_by_label("Which day?").fill(f"{new:%-d %B %Y}")
    press(page, "Save")

    assert "2 people have a place or a number." in told
    assert page.url == f"{site}/host/{event.series.slug}/{new}/"
    assert Event.objects.get(pk=event.pk).day == new


def test_a_date_is_cancelled_by_its_host(page, site, kwame, axe, event):
    come_signed_in(page, site, kwame)
    page.goto(f"{site}{event.get_host_url()}")
    go(page.get_by_role("link", name="Cancel it, and say why"))
    axe()
    page.get_by_label("Why is it off?").fill("The hall has flooded.")
    press(page, "Cancel it and tell people")

    assert "The hall has flooded." in words(page)
    assert Event.objects.get(pk=event.pk).is_cancelled
    axe()
