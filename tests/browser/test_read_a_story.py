"""A story is found by its place, read on a phone, printed, and gone when its teller takes it down."""

import pytest

from members.models import Place
from stories.emails import withdraw_path
from tests.browser.conftest import PHONE
from tests.browser.steps import follow, go, heading, press, words
from tests.factories import make_pledge, make_story


@pytest.fixture
def story(transactional_db):
    """One in Fellbeck with a pledge that came of it, and one somewhere else."""
    make_story("A shelf in the foyer", place=Place.objects.create(name="Ouseby", slug="ouseby"))
    tea = make_story(
        "Tea in the bus shelter",
        place=Place.objects.create(name="Fellbeck", slug="fellbeck"),
        what_changed="The bench was mended, and nobody asked who should pay for the paint.",
    )
    make_pledge("bring the biscuits", story=tea)
    return tea


def test_a_visitor_finds_reads_and_prints_a_story_on_a_phone(page, site, axe, story):
    page.goto(f"{site}/stories/")
    found_at_first = page.get_by_role("article").count()
    follow(page, "Filter")
    axe()
    page.get_by_label("Place").select_option("Fellbeck")
    go(page.get_by_role("main").get_by_role("button", name="Apply").last)
    found = page.get_by_role("article").get_by_role("heading").all_inner_texts()
    chosen = words(page)
    axe()
    follow(page, "Tea in the bus shelter")

    assert (found_at_first, found) == (2, ["Tea in the bus shelter"])
    assert "In Fellbeck" in chosen
    assert "We poured tea." in words(page)
    assert "“I will bring the biscuits”" in words(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    axe()


def test_on_paper_a_story_has_its_words_and_no_bars(page, site, story):
    page.goto(site + story.get_absolute_url())

    follow(page, "Print it on one page")
    page.emulate_media(media="print")

    assert "We poured tea." in words(page)
    assert not page.get_by_role("banner").is_visible()
    assert not page.get_by_role("navigation", name="Main").is_visible()


def test_nothing_found_says_which_choice_to_drop(page, site, axe, story):
    page.goto(f"{site}/stories/?place=fellbeck&q=submarine")
    nothing = words(page)
    axe()

    go(page.get_by_role("link", name="With the words “submarine”").last)

    assert "No stories like that yet." in nothing
    assert page.get_by_role("article").get_by_role("heading").all_inner_texts() == ["Tea in the bus shelter"]


def test_a_story_that_was_taken_down_says_so_kindly(page, site, axe, story):
    page.goto(site + withdraw_path(story.consents.get()))
    press(page, "Take it down")

    answer = page.goto(site + story.get_absolute_url())

    assert answer.status == 410
    assert heading(page) == "This story was taken down"
    assert "Tea in the bus shelter" not in words(page)
    axe()
