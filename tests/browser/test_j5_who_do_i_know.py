"""J5: "Who do I know in housing?" One screen from Home, fifteen seconds."""

from time import monotonic

import pytest
from django.utils import timezone

from network.actions.introducing import ask_to_meet
from network.actions.listing import list_all
from network.actions.tying import offer_to_be_asked, tie_introduced
from outbox.models import OutgoingEmail
from tests import factories
from tests.browser.steps import Way, come_as_visitor, come_signed_in, follow, heading, link_after, press, words, wrongs
from words.models import Lead


@pytest.fixture
def town(transactional_db):
    """Denise knows Anton; Kwame could introduce her to Shanice; Neville has offered to be asked."""
    now = timezone.now()
    people = {
        name: factories.make_member(full, sector=sector)
        for name, full, sector in [
            ("denise", "Denise Applegarth", "residents"),
            ("kwame", "Kwame Asiedu", "charity"),
            ("anton", "Anton Grabowski", "housing"),
            ("shanice", "Shanice Whitlock", "housing"),
            ("neville", "Neville Oduya", "housing"),
        ]
    }
    tie_introduced(people["denise"], people["anton"], at=now)
    tie_introduced(people["denise"], people["kwame"], at=now)
    tie_introduced(people["kwame"], people["shanice"], at=now)
    offer_to_be_asked(people["neville"], offers=True, at=now)
    for plain in ("damp", "landlord", "repairs"):
        Lead.objects.create(plain=plain, sector=factories.sector("housing"))
    list_all()
    return people


def headings(page):
    return page.get_by_role("main").get_by_role("heading", level=2).all_inner_texts()


def ask(page, site, typed):
    page.goto(f"{site}/")
    page.get_by_label("Who do I know in…").fill(typed)
    press(page, "Find")
    page.wait_for_url("**/people/?in=*")


def test_who_do_i_know_in_housing(page, site, town, axe):
    come_signed_in(page, site, town["denise"])
    page.goto(f"{site}/")
    way, began = Way().watch(page), monotonic()

    page.get_by_label("Who do I know in…").fill("housing")
    way.tap(page.get_by_role("button", name="Find", exact=True))
    found = headings(page)
    took = monotonic() - began

    assert found == [
        "You know 1 person in housing",
        "People you know could introduce you to 1 more",
        "1 person has offered to be asked",
    ]
    assert heading(page) == "Who do I know in housing?"
    assert (len(way.screens), way.taps) == (1, 1)
    assert took < 15
    for part in ("Anton Grabowski", "Introduced here", "Kwame Asiedu knows them", "Ask to meet"):
        assert part in words(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    axe()


@pytest.mark.parametrize("typed", ["damp", "my landlord", "Repairs"])
def test_plain_words_reach_the_same_people(page, site, town, axe, typed):
    come_signed_in(page, site, town["denise"])

    ask(page, site, typed)

    assert headings(page)[0] == f"You know 1 person in {typed}"
    assert "Anton Grabowski" in words(page)


def test_nobody_there_says_so_and_leads_on(page, site, town, axe):
    come_signed_in(page, site, town["shanice"])

    ask(page, site, "residents")
    step_away = words(page)
    axe()
    ask(page, site, "zebra")
    axe()
    follow(page, "Show everyone")

    assert "You know no one in residents yet. 1 person is one step away." in step_away
    assert heading(page) == "People"


def test_from_the_search_to_asking_for_an_introduction(page, site, town, axe):
    come_signed_in(page, site, town["denise"])
    ask(page, site, "housing")
    follow(page, "Ask Kwame")
    axe()
    press(page, "Send it")
    missing = wrongs(page)
    axe()

    page.get_by_label("Why would you like to meet?").fill("Your grants would suit our street.")
    page.get_by_label("How may Shanice reach you?").fill("Ring 01632 960 101")
    press(page, "Send it")

    assert missing == ["Write why you would like to meet", "Say how they may reach you"]
    assert "Waiting for Kwame" in words(page)
    axe()


@pytest.fixture
def asked(town):
    """Denise has asked Kwame to introduce her to Shanice."""
    return ask_to_meet(
        by=town["denise"], whom=town["shanice"], through=town["kwame"],
        context="Your grants would suit our street.", reach="Ring 01632 960 101", at=timezone.now(),
    )  # fmt: skip


def test_an_introduction_that_both_want(page, site, town, asked, axe):
    come_signed_in(page, site, town["kwame"])
    page.goto(f"{site}/")
    follow(page, "Read why, and answer")
    axe()
    press(page, "Yes, pass it on")
    come_as_visitor(page)
    page.goto(link_after("You need not sign in:", OutgoingEmail.objects.get(purpose="network.introduction-asked")))
    axe()
    page.get_by_label("How may Denise reach you?").fill("Ring 01632 960 118")
    press(page, "Yes, introduce us")
    by_link = words(page)

    come_signed_in(page, site, town["denise"])
    page.goto(f"{site}{asked.get_absolute_url()}")
    made = words(page)
    axe()
    ask(page, site, "housing")

    assert "Both of you said yes." in by_link
    assert "Ring 01632" not in by_link
    assert "Ring 01632 960 118" in made
    assert headings(page)[0] == "You know 2 people in housing"


def test_by_keyboard_alone(page, site, town):
    come_signed_in(page, site, town["denise"])
    page.goto(f"{site}/")

    page.get_by_label("Who do I know in…").focus()
    page.keyboard.type("housing")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people/?in=housing")
    page.get_by_role("link", name="Ask to meet").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ask/")

    assert heading(page) == "Ask to meet Neville Oduya"
