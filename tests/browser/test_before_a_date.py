"""Between having a place and the evening: the question, a calendar, a month, a word on a poster."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import sign_up, write_due_reminders
from events.models import Reminder, SignUp, moment_of
from outbox.models import OutgoingEmail
from tests.browser.conftest import LAPTOP
from tests.browser.steps import come_signed_in, follow, go, heading, link_after, newest_email, press, words, wrongs
from tests.events.people import sign_ups
from tests.factories import make_event, make_member


@pytest.fixture
def meet_up(transactional_db):
    """One place, one person who has it and one who waits; they signed up long ago."""
    event = make_event(in_days=8, capacity=1)
    sign_ups(event, 2)
    long_ago = timezone.now() - timedelta(days=20)
    SignUp.objects.update(signed_up_at=long_ago, changed_at=long_ago)
    return event


def test_whoever_can_no_longer_come_gives_the_place_to_the_next(page, site, axe, meet_up):
    write_due_reminders(moment_of(Reminder.Kind.WEEK, meet_up.starts_at))
    asked = newest_email("guest1@people.example", "events.week-before")

    page.goto(link_after("No longer:", asked))
    before = heading(page)
    axe()
    press(page, "No longer")
    after = heading(page)
    axe()

    assert (before, after) == ("Are you still coming?", "You gave back your place")
    told = OutgoingEmail.objects.filter(to="guest2@people.example").latest("pk")
    assert told.purpose in {"events.promoted", "events.offered"}


def test_whoever_still_comes_presses_once(page, site, axe, meet_up):
    write_due_reminders(moment_of(Reminder.Kind.WEEK, meet_up.starts_at))

    page.goto(link_after("Yes, I am coming:", newest_email("guest1@people.example", "events.week-before")))
    press(page, "Yes, I am coming")

    assert heading(page) == "Thank you. See you there"
    axe()


def test_a_member_has_their_dates_in_their_own_calendar(page, site, axe, meet_up):
    amara = make_member("Amara Nwachukwu")
    sign_up(make_event(in_days=9), amara.contact, at=timezone.now())
    come_signed_in(page, site, amara)

    page.goto(f"{site}/events/")
    follow(page, "Your dates")
    axe()
    press(page, "Make an address")
    axe()
    address = page.get_by_text(".ics").first.inner_text()
    page.goto(f"{site}/me/")

    assert address in words(page)
    assert page.context.request.get(address).text().startswith("BEGIN:VCALENDAR")


def test_a_month_by_day_on_a_phone_and_as_a_grid_on_a_laptop(page, site, axe, meet_up):
    page.goto(f"{site}/events/{meet_up.day:%Y-%m}/")
    on_a_phone = (page.locator("table").is_visible(), page.locator(".month-days").is_visible())
    axe()
    page.set_viewport_size(LAPTOP)
    on_a_laptop = (page.locator("table").is_visible(), page.locator(".month-days").is_visible())
    axe()
    go(page.get_by_role("table").get_by_role("link", name=meet_up.title))

    assert (on_a_phone, on_a_laptop) == ((False, True), (True, False))
    assert heading(page) == meet_up.title


def test_a_host_gives_a_word_and_a_visitor_types_it(page, site, axe, meet_up):
    kwame = make_member("Kwame Asiedu", roles=["facilitator"])
    meet_up.series.hosts.add(kwame)
    come_signed_in(page, site, kwame)

    page.goto(f"{site}/host/{meet_up.series.slug}/go/")
    axe()
    page.get_by_label("The word").fill("two words")
    press(page, "Save the word")
    wrong = wrongs(page)
    axe()
    page.get_by_label("The word").fill("Kettle")
    press(page, "Save the word")
    axe()
    page.context.clear_cookies()
    page.goto(f"{site}/go/kettle")

    assert wrong == ["Use 3 to 20 letters, with no spaces"]
    assert heading(page) == meet_up.title
    assert page.context.cookies() == []
