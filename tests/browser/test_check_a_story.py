"""J4: a checker goes through what waits, with the buttons; and with single keys once they are turned on."""

import pytest

from stories.models import Consent, Story
from tests.browser.conftest import LAPTOP
from tests.browser.steps import come_signed_in, follow, go, heading, press, words
from tests.factories import make_story

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(amara):
    """Two that wait, the older one first."""
    stories = [make_story(title, teller=amara, state="submitted") for title in ("Older", "Newer")]
    Consent.objects.update(released_at=None)
    return stories


def state(story):
    return Story.objects.get(pk=story.pk).state


def turn_on_keys(page):
    """Off until somebody wants them; then in this browser."""
    page.get_by_label("Use single keys on these pages").check()


def key(page, letter, *, leads_on=False):
    """One key, and where it leads to another page, all of that page."""
    if not leads_on:
        page.keyboard.press(letter)
        return
    with page.expect_navigation():
        page.keyboard.press(letter)


def test_the_oldest_is_opened_sent_back_and_the_undo_puts_it_back(page, site, axe, beatrix, waiting):
    page.set_viewport_size(LAPTOP)
    come_signed_in(page, site, beatrix)
    page.goto(f"{site}/check/")
    axe()
    follow(page, "Open the oldest")
    opened = heading(page)
    axe()
    page.get_by_label("It is not kind").check()
    press(page, "Write to the teller")
    axe()
    press(page, "Send it back")
    sent_back = state(waiting[0])
    axe()
    press(page, "Undo")

    assert opened == "Older"
    assert (sent_back, state(waiting[0])) == ("changes-asked", "submitted")
    assert heading(page) == "Older"
    assert "nobody was told" in words(page)


def test_a_clean_story_takes_two_keys_and_one_sent_back_three(page, site, has_script, beatrix, waiting):
    page.set_viewport_size(LAPTOP)
    come_signed_in(page, site, beatrix)
    page.goto(f"{site}/check/")
    if not has_script:
        # Without a script there are no keys, and nothing offers them.
        assert not page.get_by_label("Use single keys on these pages").is_visible()
        return
    key(page, "p")
    turn_on_keys(page)
    key(page, "j", leads_on=True)

    key(page, "p")
    key(page, "Enter", leads_on=True)
    published = state(waiting[0])
    go(page.get_by_role("main").get_by_role("link", name="Newer", exact=True))
    key(page, "r")
    key(page, "2", leads_on=True)
    key(page, "Enter", leads_on=True)

    assert (published, state(waiting[1])) == ("approved", "changes-asked")
    key(page, "z", leads_on=True)
    assert state(waiting[1]) == "submitted"


def test_no_key_does_anything_while_somebody_types(page, site, has_script, beatrix, waiting):
    come_signed_in(page, site, beatrix)
    page.goto(f"{site}/check/{waiting[0].uuid}/return/?reason=not-kind")
    if has_script:
        turn_on_keys(page)
    page.get_by_label("What the teller reads").fill("")
    page.get_by_label("What the teller reads").press_sequentially("p r h z j k ?")

    assert page.get_by_label("What the teller reads").input_value() == "p r h z j k ?"
    assert state(waiting[0]) == "submitted"


def test_other_pages_of_checkers_can_be_used_by_all(page, site, axe, beatrix, waiting):
    come_signed_in(page, site, beatrix)
    for path in ["/check/log/", "/check/replies/", f"/check/{waiting[0].uuid}/fix/"]:
        page.goto(site + path)
        axe()
    page.goto(f"{site}/check/{waiting[0].uuid}/")
    page.get_by_text("I am not sure").click()
    page.get_by_label("What are you not sure about?").fill("Is the vicar named?")
    press(page, "Ask a second person")

    assert "A second person decides" in words(page)
    axe()
