"""A place at a meet-up with no account: have one, wait for one, give one back."""

import pytest

from tests.browser.steps import come_as_visitor, follow, go, heading, link_after, newest_email, press, words, wrongs
from tests.factories import make_event, sector


@pytest.fixture
def meet_up(transactional_db):
    """The smallest hall there is."""
    sector("nhs")
    return make_event(capacity=1)


def ask_for_a_place(page, site, event, *, name, reach):
    page.goto(f"{site}{event.get_absolute_url()}join/")
    page.get_by_label("Your name").fill(name)
    page.get_by_label("Email or mobile number").fill(reach)
    go(page.get_by_role("main").locator("form").get_by_role("button").last)


def test_a_guest_takes_a_place_from_the_list_of_events(page, site, axe, meet_up):
    page.goto(f"{site}/events/")
    follow(page, meet_up.title)
    axe()
    follow(page, "Save me a place")
    press(page, "Save my place")
    empty = wrongs(page)
    axe()
    page.get_by_label("Your name").fill("Jo O’Brien")
    page.get_by_label("Email or mobile number").fill("jo@people.example")
    page.get_by_text("Nhs", exact=True).click()
    press(page, "Save my place")

    assert empty == ["Enter your name", "Enter an email address or a mobile number"]
    assert heading(page) == "You have a place"
    assert "We have sent an email to jo@people.example" in words(page)
    axe()


def test_a_place_given_back_from_the_email_goes_to_the_next_in_line(page, site, axe, meet_up):
    ask_for_a_place(page, site, meet_up, name="Jo O’Brien", reach="jo@people.example")
    ask_for_a_place(page, site, meet_up, name="Reg Thackeray", reach="reg@people.example")
    in_line = heading(page)
    axe()

    come_as_visitor(page)
    page.goto(link_after("someone else can have it:", newest_email("jo@people.example", "events.confirmed")))
    still_there = heading(page)
    press(page, "Give back my place")
    given_back = heading(page)
    axe()
    page.goto(link_after("There you can also say no:", newest_email("reg@people.example", "events.offered")))
    offered = heading(page)
    axe()
    press(page, "Yes, I am coming")

    assert (in_line, still_there, given_back) == (
        "You are number 1 in line", "You have a place", "You gave back your place",
    )  # fmt: skip
    assert (offered, heading(page)) == ("A place is free for you", "You have a place")
    axe()


def test_an_evening_fits_a_phone_whose_letters_are_twice_as_large(page, site, meet_up):
    # To a browser 390 pixels with letters twice as large are 195 with letters as they are.
    page.set_viewport_size({"width": 195, "height": 422})
    meet_up.set_plan([{"minutes": 30, "what": "Conversations"}])
    own = meet_up.get_absolute_url()

    widths = {}
    for path in ("/events/", own, f"{own}join/", "/events/links-again/"):
        page.goto(f"{site}{path}")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert [path for path, width in widths.items() if width > 195] == []
