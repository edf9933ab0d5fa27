"""J1: a newcomer at a meet-up pledges from a QR code. Three screens, no account."""

from datetime import timedelta

import pytest
from django.db.models import F
from django.utils import timezone

from commons.models import GoWord
from pledges.emails import private_path
from pledges.models import Pledge
from tests.browser.steps import (
    Way,
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
from tests.factories import make_contact, make_pledge, sector
from tests.pledges.screens import open_event, pledge_url, wall_url

QUESTION = "I will…"
# Sent faster than a person writes, a pledge waits for a host.
WRITING = 2100


@pytest.fixture
def meet_up(transactional_db):
    """On now, with a word on its posters and two patches on its wall."""
    event = open_event()
    GoWord.objects.create(word="station", path=pledge_url(event))
    sector("council")
    sector("residents")
    for act in ("bring a kettle", "hold the door"):
        make_pledge(act, event=event, made_at=timezone.now() - timedelta(minutes=1))
    return event


def let_it_settle():
    """For five seconds a patch is its host's to hold, and then everybody's to read."""
    Pledge.objects.update(made_at=F("made_at") - timedelta(seconds=5))


def test_a_newcomer_pledges_in_three_screens_and_four_taps(page, site, axe, meet_up):
    way = Way().watch(page)

    page.goto(f"{site}/go/station/")
    examples = page.get_by_role("main").locator(".patch").count()
    page.get_by_label(QUESTION).fill("I will knock on ten doors.")
    page.wait_for_timeout(WRITING)
    way.tap(page.get_by_role("button", name="Next"))
    way.tap(page.get_by_label("First name"))
    page.keyboard.type("Sam")
    way.tap(page.get_by_text("Council", exact=True))
    way.tap(page.get_by_role("button", name="Put it on the wall"))

    assert heading(page) == "It is on the wall now"
    axe()
    assert examples == 2
    assert (len(way.screens), way.taps) == (3, 4)
    follow(page, "See the wall")
    let_it_settle()
    page.reload()
    assert "I will knock on ten doors Sam, council" in words(page).replace("“", "").replace("”", "")
    axe()
    assert {cookie["name"] for cookie in page.context.cookies()} == {"csrftoken"}


def test_words_that_cannot_go_up_come_back_with_what_to_do(page, site, axe, meet_up):
    page.goto(f"{site}/go/station/")
    press(page, "Next")
    empty = wrongs(page)
    axe()
    page.get_by_label(QUESTION).fill("a" * 284)
    press(page, "Next")
    long = wrongs(page), page.get_by_label(QUESTION).input_value()
    page.get_by_label(QUESTION).fill("knock on ten doors")
    press(page, "Next")

    assert empty == ["Write what you will do"]
    assert long == (["Cut 84 characters so it fits"], "a" * 284)
    assert heading(page) == "Who shall we say it is from?"
    axe()


def test_a_slip_about_who_is_said_and_the_rest_is_kept(page, site, axe, meet_up):
    page.goto(f"{site}/go/station/")
    page.get_by_label(QUESTION).fill("knock on ten doors")
    press(page, "Next")
    page.get_by_text("Council", exact=True).click()
    page.get_by_label("Email").fill("sam at people")
    press(page, "Put it on the wall")
    said = wrongs(page)
    kept = page.get_by_label("Email").input_value(), page.get_by_label("Council").is_checked()
    axe()
    page.get_by_label("First name").fill("Sam")
    page.get_by_label("Email").fill("sam@people.example")
    press(page, "Put it on the wall")

    assert said == [
        "Enter a first name, or choose “No name”",
        "Enter an email address, like name@example.com, or a number, like 01632 960 001",
    ]
    assert kept == ("sam at people", True)
    assert Pledge.objects.get(first_name="Sam").signed == "Sam, council"


def test_the_private_link_of_the_email_changes_the_pledge(page, site, axe, meet_up):
    page.goto(f"{site}/go/station/")
    page.get_by_label(QUESTION).fill("knock on ten doors")
    press(page, "Next")
    page.get_by_label("First name").fill("Sam")
    page.get_by_label("Email").fill("sam@people.example")
    press(page, "Put it on the wall")
    email = newest_email("sam@people.example", "pledges.made")

    come_as_visitor(page)
    page.goto(link_after("on this page:", email))
    press(page, "Yes, this is my address")
    assert heading(page) == "Thank you, this is your address"
    page.goto(link_after("take it down:", email))
    assert heading(page) == "Your pledge"
    axe()
    follow(page, "Take it down")
    press(page, "Take it down")

    assert heading(page) == "It is down"
    page.goto(site + wall_url(meet_up))
    assert "knock on ten doors" not in words(page)
    assert "bring a kettle" in words(page)


def test_it_is_three_screens_and_four_taps_on_a_slow_network_too(page, site, meet_up):
    page.context.set_default_timeout(60_000)
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    # Slow 3G, as browsers' own tools mean it.
    network.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": 400, "downloadThroughput": 50_000, "uploadThroughput": 50_000},
    )
    way = Way().watch(page)

    page.goto(f"{site}/go/station/", wait_until="commit")
    page.get_by_label(QUESTION).fill("knock on ten doors")
    page.wait_for_timeout(WRITING)
    way.tap(page.get_by_role("button", name="Next"))
    way.tap(page.get_by_label("First name"))
    page.keyboard.type("Sam")
    way.tap(page.get_by_text("Council", exact=True))
    way.tap(page.get_by_role("button", name="Put it on the wall"))

    assert heading(page) == "It is on the wall now"
    assert (len(way.screens), way.taps) == (3, 4)


def test_the_plan_is_made_after_and_read_back(page, site, axe, meet_up):
    pledge = make_pledge("knock on ten doors", by=make_contact(email="sam@people.example"), event=meet_up)
    page.goto(f"{site}{private_path(pledge)}?made=1")
    axe()
    page.get_by_label("When and where").fill("after the Monday meeting")
    page.get_by_label("By which day?").fill("tomorrow")
    page.get_by_text("A first step, and what might get in the way").click()
    page.get_by_label("What might get in the way?").fill("the rain")
    page.get_by_label("And then, what will you do?").fill("take a coat")
    page.get_by_text("Your words, and who may see them").click()
    axe()
    press(page, "Save")

    assert "What might get in the way the rain And then take a coat" in words(page)
    axe()
    follow(page, "Print a card")
    assert heading(page) == "Your card"
    axe()


def link_to_hand_over(page, private, axe):
    """Made on the pledge's own page."""
    page.goto(private)
    follow(page, "Choose somebody")
    axe()
    press(page, "Make a link")
    return page.locator("#beside [data-copy-text]").inner_text()


def test_a_link_is_handed_over_and_a_partner_says_yes(page, site, axe, meet_up):
    pledge = make_pledge("knock on ten doors", by=make_contact(email="sam@people.example"), event=meet_up)
    link = link_to_hand_over(page, f"{site}{private_path(pledge)}", axe)

    come_as_visitor(page)
    page.goto(link)
    axe()
    page.get_by_label("Your name").fill("Una Reid")
    page.get_by_label("Your email").fill("una@reid.example")
    press(page, "Yes, send me the button")
    assert heading(page) == "One email is on its way to you"
    axe()
    page.goto(link_after("You do not need to sign in:", newest_email("una@reid.example", "pledges.partner_ask")))
    axe()
    press(page, "Yes, gladly")

    assert heading(page) == "You are the partner for this pledge"
    axe()
    page.goto(f"{site}{private_path(pledge)}")
    assert "Una is your partner." in words(page)
    axe()


def test_a_helper_types_paper_cards(page, site, axe, meet_up, kwame):
    come_signed_in(page, site, kwame)
    page.goto(f"{site}{pledge_url(meet_up)}?for=someone")
    axe()
    for act in ("sing", "dance"):
        page.get_by_label(QUESTION).fill(act)
        press(page, "Put it on the wall")

    assert "2 cards typed so far The last one: “I will dance”" in words(page)
    axe()
    press(page, "Take the last one back")
    assert "1 card typed so far" in words(page)
