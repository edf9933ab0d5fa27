"""Somebody who is quoted agrees by their own link, sees the final words, and takes their words back again."""

import pytest
from django.utils import timezone

from stories.actions import approve_story
from stories.emails import withdraw_path
from stories.models import Story
from tests.browser.steps import come_as_visitor, come_signed_in, follow, heading, link_after, newest_email, press, words
from tests.factories import make_story
from tests.stories.conftest import make_quote

RUTH = "ruth@allen.example"
SOUP = "It was only soup."

pytestmark = pytest.mark.django_db(transaction=True)


def add_words(page, site, story, axe):
    page.goto(f"{site}/stories/{story.uuid}/quotes/")
    axe()
    follow(page, "Add something somebody said")
    press(page, "Save")
    axe()
    page.get_by_label("What did they say?").fill(SOUP)
    page.get_by_label("Name, role and organisation").check()
    page.get_by_label("The name, role or made-up name to show").fill("Ruth Allen, nurse")
    page.get_by_label("Write to them: they answer with one button").check()
    page.get_by_label("Their email").fill(RUTH)
    press(page, "Save")
    axe()


def agree(page, axe):
    page.goto(link_after("where it may be used:", newest_email(RUTH, "stories.asked")))
    axe()
    press(page, "I agree")
    axe()
    page.get_by_label("Anyone on the web can read it").check()
    page.get_by_label("Name, role and organisation").check()
    press(page, "I agree")
    axe()


def say_yes(page, email, axe):
    page.goto(link_after("has said yes:", email))
    axe()
    press(page, "Yes, publish it")
    axe()


def find_it_fit(story, checker):
    Story.objects.filter(pk=story.pk).update(state="submitted")
    story.refresh_from_db()
    approve_story(story, by=checker, version=story.version, at=timezone.now())


def take_back(page, address, axe):
    page.goto(address)
    axe()
    press(page, "Take my words back")
    axe()


def test_somebody_who_is_quoted_agrees_and_takes_it_back(page, site, axe, amara, beatrix):
    story = make_story("Soup on Sunday", teller=amara, state="draft", slug="draft-soup")
    story.consents.update(released_at=None)
    come_signed_in(page, site, amara)
    add_words(page, site, story, axe)
    waits = words(page)
    come_as_visitor(page)
    agree(page, axe)
    agreed = heading(page)
    find_it_fit(story, beatrix)
    for address in (RUTH, amara.email):
        say_yes(page, newest_email(address, "stories.approved"), axe)
    press(page, "Publish it now")
    follow(page, "See it as readers do")
    read = words(page)
    take_back(page, f"{site}/stories/withdraw/{withdraw_token(story)}/", axe)
    page.goto(site + Story.objects.get().get_absolute_url())

    assert "We wrote to them" in waits
    assert agreed == "Thank you, you have agreed"
    assert f"“{SOUP}” Ruth Allen, nurse" in read
    assert SOUP not in words(page)
    assert "We poured tea." in words(page)


def test_a_teller_shows_less_of_somebody_at_once(page, site, axe, amara):
    story = make_story("Soup on Sunday", teller=amara)
    quote = make_quote(story, SOUP, contact=story.teller, shown_as="Ruth Allen, nurse", naming="name-role-organisation")
    come_signed_in(page, site, amara)
    page.goto(f"{site}/stories/{story.uuid}/quotes/{quote.uuid}/naming/")
    axe()
    press(page, "Show less now")
    axe()
    page.get_by_label("A made-up name").check()
    press(page, "Show less now")
    axe()
    come_as_visitor(page)
    page.goto(site + story.get_absolute_url())

    assert SOUP in words(page)
    assert "a made-up name" in words(page)
    assert "Ruth" not in words(page)


def withdraw_token(story):
    return withdraw_path(story.consents.get(quote__isnull=False, ended_at=None)).rstrip("/").rpartition("/")[2]
