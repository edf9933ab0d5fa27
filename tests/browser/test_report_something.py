"""Something is wrong with a story: a visitor says so, a checker takes it down and answers, and it comes back."""

import pytest

from commons.models import Report
from tests.browser.steps import come_as_visitor, come_signed_in, follow, heading, newest_email, press, words, wrongs
from tests.factories import make_member, make_report, make_story


@pytest.fixture
def story(transactional_db):
    return make_story("Tea in the bus shelter", teller=make_member("Amara Nwachukwu"))


@pytest.fixture
def beatrix(transactional_db):
    return make_member("Beatrix Holm", sector="charity", roles=["moderator"])


@pytest.fixture
def orla(transactional_db):
    return make_member("Orla Fitzsimmons", sector="charity", roles=["admin"])


def status_of(page, site, story):
    """What a visitor gets."""
    come_as_visitor(page)
    answer = page.goto(site + story.get_absolute_url())
    return answer and answer.status


def test_a_visitor_says_what_is_wrong(page, site, axe, story):
    page.goto(site + story.get_absolute_url())
    follow(page, "Tell us something is wrong")
    axe()
    press(page, "Tell us")
    empty = wrongs(page)
    axe()
    page.get_by_label("It shows something private").check()
    page.get_by_label("Tell us more").fill("The street is mine.")
    page.get_by_label("Your email, if you want an answer").fill("jim@people.example")
    press(page, "Tell us")

    assert empty == ["Choose what is wrong", "Tell us a little more"]
    assert heading(page) == "Thank you for telling us"
    assert Report.objects.get().words == "The street is mine."
    axe()


def test_a_checker_takes_it_down_answers_and_puts_it_back(page, site, axe, story, beatrix):
    make_report(story, answer_to="jim@people.example")
    come_signed_in(page, site, beatrix)
    page.goto(site)
    follow(page, "Start with the oldest")
    follow(page, "Tea in the bus shelter")
    page.get_by_label("It was taken down").check()
    page.get_by_label("What the person who told us reads").fill("Thank you. We took it down until the street is out.")
    press(page, "Decide")
    down = status_of(page, site, story)
    come_signed_in(page, site, beatrix)
    page.goto(f"{site}/run/taken-down/")
    axe()
    follow(page, "Put it back")
    press(page, "Yes, put it back")

    assert (down, status_of(page, site, story)) == (404, 200)
    assert "until the street is out" in newest_email("jim@people.example", "reports.answer").text
    assert "is not shown for now" in newest_email("amara.nwachukwu@westmere.example", "reports.taken-down").text


def test_an_organiser_gives_a_role(page, site, axe, story, orla):
    come_signed_in(page, site, orla)
    page.goto(f"{site}/me/")
    follow(page, "Run this network")
    axe()
    follow(page, "People and roles")
    follow(page, "Amara Nwachukwu")
    follow(page, "Give or take a role")
    page.get_by_label("Host: sets up events").check()
    page.get_by_label("They take on this job").check()
    press(page, "Save")

    assert "Orla Fitzsimmons gave a role: Amara Nwachukwu" in words(page)


def test_an_organiser_edits_a_page_and_sees_it_first(page, site, axe, orla):
    come_signed_in(page, site, orla)
    page.goto(f"{site}/run/pages/help/")
    page.get_by_label("Text", exact=True).fill("## Parking\n\nBehind the hall.")
    press(page, "See it first")
    first = words(page)
    axe()
    press(page, "Save")
    page.goto(f"{site}/help/")

    assert "It is not saved yet." in first
    assert "Behind the hall." in words(page)
