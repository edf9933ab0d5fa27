"""Two people and a group: one starts it, the other asks, is let in, and both go round their pledges."""

import re

import pytest

from groups.models import Group, Membership
from pledges.models import Pledge
from tests.access_world import signed_in_client
from tests.browser.conftest import LAPTOP
from tests.browser.steps import go, press
from tests.factories import make_member

WORLD = type("World", (), {})


@pytest.fixture
def people(transactional_db):
    world = WORLD()
    world.lead, world.other = make_member("Amara Nwachukwu"), make_member("Denise Applegarth", sector="residents")
    return world


def come_as(page, site, people, actor):
    page.context.clear_cookies()
    session = signed_in_client(people, actor).cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": site}])


def start(page, site, people):
    come_as(page, site, people, "lead")
    page.goto(f"{site}/groups/new/")
    page.get_by_label("What is it called?").fill("Sunday Table")
    page.get_by_label("What do you want to change?").fill("Nobody eats alone on Sundays.")
    press(page, "Start the group")


def fill_it(page):
    """An outcome and a note, from the links where there is nothing yet."""
    go(page.get_by_role("link", name="Add what you want to see"))
    page.get_by_label("What will be different?").fill("Forty people eat together")
    press(page, "Add it")
    go(page.get_by_role("link", name="Write a note"))
    page.get_by_label("What do you want to remember?").fill("Bring bread.")
    press(page, "Keep the note")


def test_somebody_asks_is_let_in_and_both_go_round_their_pledges(page, site, people, axe):
    start(page, site, people)
    axe()
    fill_it(page)
    axe()

    come_as(page, site, people, "other")
    page.goto(f"{site}/groups/sunday-table/")
    assert page.get_by_text("Bring bread.").count() == 0
    ask(page)
    let_in(page, site, people, axe)
    pledge(page, site, people)
    go_round(page, site, people, axe)

    assert list(Membership.objects.current().values_list("member__email", "role").order_by("pk")) == [
        (people.lead.email, "lead"), (people.other.email, "member")
    ]  # fmt: skip
    assert (Pledge.objects.get().state, Pledge.objects.get().group) == ("kept", Group.objects.get())


def ask(page):
    go(page.get_by_role("link", name="Ask to join"))
    page.get_by_label(re.compile("What would you like to tell them")).fill("I have forty chairs.")
    press(page, "Send it to the leads")


def let_in(page, site, people, axe):
    come_as(page, site, people, "lead")
    page.goto(site)
    go(page.get_by_role("link", name="Read and answer"))
    axe()
    press(page, "Let Denise in")


def pledge(page, site, people):
    come_as(page, site, people, "other")
    page.goto(f"{site}/groups/sunday-table/")
    assert page.get_by_text("Bring bread.").is_visible()
    go(page.get_by_role("link", name="Make a pledge for the group"))
    page.get_by_label("I will…").fill("bring forty chairs")
    assert page.get_by_label("The group Sunday Table").is_checked()
    press(page, "Make this pledge")


def go_round(page, site, people, axe):
    come_as(page, site, people, "lead")
    page.goto(f"{site}/groups/sunday-table/round/")
    axe()
    press(page, "Kept")
    assert page.get_by_text("Said today").is_visible()
    press(page, "Send everyone their note")


def test_a_group_ends_well_on_a_laptop(page, site, people, axe):
    page.set_viewport_size(LAPTOP)
    start(page, site, people)
    go(page.get_by_role("link", name="End the group well"))
    press(page, "Read it once more")
    assert page.get_by_role("link", name="Say what you did together").is_visible()
    page.get_by_label("What did you do?").fill("We cooked for a year.")
    press(page, "Read it once more")

    axe()
    press(page, "Yes, end the group")
    assert page.get_by_text("This group has ended").is_visible()
    assert page.get_by_text("We cooked for a year.").is_visible()
    assert page.get_by_role("link", name="Change this page").count() == 0
    axe()
