"""A member tells a story on a phone, a checker sends it back, and in the end a visitor reads it."""

import pytest

from stories.forms import QUESTIONS
from stories.models import ANSWERS, Story
from tests.browser.steps import (
    come_as_visitor,
    come_signed_in,
    follow,
    go,
    heading,
    link_after,
    newest_email,
    press,
    words,
    wrongs,
)
from tests.kit.hostile import picture

SHELF = "A shelf in the foyer"
SHOWS = "Tins on a shelf beside a door"
TOLD = {
    "who_was_there": "Two neighbours and the caretaker.",
    "what_was_wrong": "The food bank shut at four, and work ends at five.",
    "what_we_did": "We asked for a shelf, and then for a key.",
    "what_changed": "Twelve families eat better, Ruth from the clinic says.",
    "what_we_would_tell": "Ask the caretaker first.",
}
REASON = "Ruth has not been asked. Ask her, or leave her name out."

pytestmark = pytest.mark.django_db(transaction=True)


def answer(page, *names):
    """Question pages in their order, each saved when it is left."""
    for name in names:
        page.get_by_label(str(QUESTIONS[name][0])).fill(TOLD[name])
        press(page, "Save and continue")


def say_what_it_is_about(page):
    page.get_by_label("Title").fill(SHELF)
    page.get_by_label("Council").check()
    press(page, "Save and continue")


def add_a_picture(page, axe):
    photo = page.get_by_label("Choose a photo")
    photo.set_input_files({"name": "IMG_1.jpg", "mimeType": "image/jpeg", "buffer": b"<html>"})
    page.get_by_label("What would you say to someone on the phone?").fill(SHOWS)
    press(page, "Save and continue")
    assert wrongs(page) == ["Choose a photo in the format JPEG, PNG or WebP"]
    axe()
    photo.set_input_files({"name": "IMG_2.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(1600, 1200))})
    page.get_by_label("Top left").check()
    press(page, "Save and continue")
    go(page.get_by_role("link", name="A picture for your story"))
    axe()
    assert page.get_by_role("img", name=SHOWS).count() == 1
    press(page, "Save and continue")


def agree(page):
    for use in page.get_by_role("group", name="Where may this story be used?").get_by_role("checkbox").all():
        use.check()
    page.get_by_role("radio").first.check()
    press(page, "I agree, continue")


def test_a_story_is_left_in_the_middle_and_picked_up_again(page, site, axe, amara):
    come_signed_in(page, site, amara)
    page.goto(f"{site}/stories/")
    follow(page, "Tell us one")
    axe()
    press(page, "Begin")
    axe()
    answer(page, *ANSWERS[:2])

    come_signed_in(page, site, amara)
    page.goto(f"{site}/stories/mine/")
    axe()
    follow(page, "A story without a title yet")
    kept = words(page)
    follow(page, "Say what you did")
    page.get_by_label("What did you do?").fill(TOLD["what_we_did"])
    press(page, "Save and continue")

    assert TOLD["who_was_there"] in kept
    assert TOLD["what_was_wrong"] in kept
    assert heading(page) == "Check your story"
    assert TOLD["what_we_did"] in words(page)


def tell_and_send(page, site, axe):
    page.goto(f"{site}/stories/new/")
    press(page, "Begin")
    answer(page, *ANSWERS)
    press(page, "Save and continue")
    assert wrongs(page) == ["Enter a title", "Choose at least one kind of organisation, or residents"]
    axe()
    say_what_it_is_about(page)
    add_a_picture(page, axe)
    follow(page, "That is everyone, continue")
    agree(page)
    axe()
    press(page, "Send it to be checked")


def send_back(page, site, axe):
    page.goto(f"{site}/check/")
    axe()
    follow(page, SHELF)
    axe()
    page.get_by_label("Someone named has not agreed").check()
    press(page, "Write to the teller")
    page.get_by_label("Which words is it about?").fill(SHELF)
    page.get_by_label("What the teller reads").fill(REASON)
    press(page, "Send it back")


def mend_and_send(page, email, axe):
    page.goto(link_after("then send it again:", email))
    assert REASON in words(page)
    axe()
    go(page.get_by_role("link", name="Change What changed?"))
    page.get_by_label("What changed?").fill("Twelve families eat better.")
    press(page, "Save and continue")
    press(page, "Send it to be checked")


def find_it_fit(page, site):
    page.goto(f"{site}/check/")
    follow(page, SHELF)
    press(page, "Publish, once the teller says yes")


def say_yes(page, email, axe):
    page.goto(link_after("has said yes:", email))
    assert "Twelve families eat better." in words(page)
    axe()
    press(page, "Yes, publish it")
    axe()
    press(page, "Publish it now")
    axe()


@pytest.fixture
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.usefixtures("media")
def test_a_story_goes_from_its_teller_to_a_reader(page, site, axe, amara, beatrix):
    come_signed_in(page, site, amara)
    tell_and_send(page, site, axe)
    sent = heading(page)
    come_signed_in(page, site, beatrix)
    send_back(page, site, axe)
    come_signed_in(page, site, amara)
    mend_and_send(page, newest_email(amara.email, "stories.returned"), axe)
    come_signed_in(page, site, beatrix)
    find_it_fit(page, site)
    come_as_visitor(page)
    hidden = page.goto(site + Story.objects.get().get_absolute_url()).status
    say_yes(page, newest_email(amara.email, "stories.approved"), axe)
    page.goto(f"{site}/stories/")
    follow(page, SHELF)

    assert sent == "Your story is sent"
    assert hidden == 404
    assert heading(page) == SHELF
    # The phone's page chose the smallest, and it is there.
    shown = page.get_by_role("img", name=SHOWS).evaluate("image => [image.currentSrc, image.naturalWidth > 0]")
    assert shown == [f"{site}{Story.objects.get().get_absolute_url()}picture/small/", True]
    assert "Ruth" not in words(page)
