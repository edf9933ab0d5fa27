"""The round on a tablet: large answers, a clock to be seen, and a slip of the finger undone."""

import pytest
from django.urls import reverse

from tests.browser.steps import come_signed_in
from tests.factories import make_group, make_member, make_pledge

TABLET = {"width": 810, "height": 1080}


@pytest.fixture
def tablet(page, site, transactional_db):
    """A lead's, with two pledges to go through."""
    lead, other = make_member(), make_member("Denise Applegarth", sector="residents")
    group = make_group(lead=lead, people=[other])
    for act in ("bring a kettle", "hold the door"):
        make_pledge(act, by=other, group=group)
    page.set_viewport_size(TABLET)
    come_signed_in(page, site, lead)
    page.goto(site + reverse("pledge_round", args=[group.slug]))
    return page


def test_answers_are_large_and_a_slip_is_undone(tablet, axe):
    axe()
    answers = tablet.locator(".round-taps button")
    sizes = [answers.nth(n).bounding_box() for n in range(4)]
    answers.first.click()
    tablet.get_by_text("Said today").wait_for()
    axe()
    tablet.get_by_role("button", name="Undo").click()
    tablet.get_by_text("Said today").wait_for(state="detached")

    assert min(size["height"] for size in sizes) >= 60
    assert min(size["width"] for size in sizes) >= 120


def test_each_person_has_a_clock_that_makes_no_sound(tablet, axe, has_script):
    start = tablet.get_by_role("button", name="Start the two minutes")
    if not has_script:
        assert start.count() == 0
        return
    start.nth(1).click()
    left = tablet.locator("[data-round-left]").nth(1)

    assert left.inner_text() in {"2:00", "1:59"}
    start.first.click()
    assert left.inner_text() == ""
    axe()
