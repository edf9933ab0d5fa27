"""Somebody says what helps them take part, the lead gets it ready, and it is taken back; links are sent again."""

import pytest

from tests.browser.steps import (
    come_as_visitor,
    come_signed_in,
    follow,
    heading,
    link_after,
    newest_email,
    press,
    words,
    wrongs,
)
from tests.factories import make_event, make_member


@pytest.fixture
def meet_up(transactional_db):
    return make_event()


@pytest.fixture
def lead(meet_up):
    member = make_member("Kwame Asiedu", sector="charity", roles=["facilitator"])
    meet_up.series.hosts.add(member)
    return member


def fill_in(page, site, event):
    page.goto(f"{site}{event.get_absolute_url()}join/")
    page.get_by_label("Your name").fill("Jo O’Brien")
    page.get_by_label("Email or mobile number").fill("jo@people.example")
    page.get_by_text("Do you need anything to take part?").click()
    page.get_by_label("A hearing loop").check()
    page.get_by_label("Anything else, or more about it").fill("No nuts, I carry a pen")


def look_as_lead(page, site, event, lead):
    come_signed_in(page, site, lead)
    page.goto(f"{site}/host/{event.series.slug}/{event.day}/needs/")
    return words(page)


def come_back_by_a_link_sent_again(page, site):
    come_as_visitor(page)
    page.goto(f"{site}/events/links-again/")
    page.get_by_label("Your email address").fill("jo@people.example")
    press(page, "Send my links")
    page.goto(link_after("5:30pm to 7pm", newest_email("jo@people.example", "events.links-again")))
    follow(page, "Say what helps you, change it or take it back")
    return words(page)


def test_nothing_is_kept_without_a_yes_and_nothing_typed_is_lost(page, site, axe, meet_up):
    fill_in(page, site, meet_up)
    axe()

    press(page, "Save my place")

    assert wrongs(page) == ["Tick the box that lets us keep what you need, or take out what you chose and wrote"]
    assert page.get_by_label("A hearing loop").is_checked()
    axe()


def test_what_a_guest_says_reaches_the_lead_and_goes_when_it_is_taken_back(page, site, axe, meet_up, lead):
    fill_in(page, site, meet_up)
    page.get_by_label("Yes, keep this").check()
    press(page, "Save my place")
    saved = heading(page)
    read = look_as_lead(page, site, meet_up, lead)
    axe()
    page.get_by_label("A hearing loop").check()
    press(page, "Save what is ready")
    ready = page.get_by_label("A hearing loop").is_checked()

    told = come_back_by_a_link_sent_again(page, site)
    axe()
    press(page, "Delete what I told you")
    after = words(page)

    assert (saved, "No nuts, I carry a pen" in read, ready) == ("You have a place", True, True)
    assert ("You told us on" in told, "No nuts" in told) == (True, False)
    assert "What you told us is deleted. You keep your place" in after
    assert "Nobody has told us of anything they need." in look_as_lead(page, site, meet_up, lead)
