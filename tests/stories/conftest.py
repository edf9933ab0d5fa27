"""What the pages of stories are tested with."""

import re
from uuid import uuid4

import pytest
from django.test import Client

from stories.models import ANSWERS, Consent, Quote, Story
from tests.conftest import pass_second_factor
from tests.factories import make_consent, make_story, sector

ALL = {
    "title": "A shelf in the foyer",
    "standfirst": "Tins in, tins out.",
    "took": "A shelf\nA key",
    "when_text": "2026",
}


@pytest.fixture
def reader(db):
    """Open a page as this person, or as a visitor, each with cookies of their own."""

    def open_as(member=None):
        client = Client()
        if member is not None:
            client.force_login(member)
            if member.is_staff_role:
                pass_second_factor(client, member)
        return client

    return open_as


@pytest.fixture
def waiting(amara):
    """A story of Amara's that waits for a check, agreed to but not released."""
    story = make_story("A shelf in the foyer", teller=amara, state="submitted")
    Consent.objects.filter(story=story).update(released_at=None)
    return story


def make_quote(story, words="It was only soup.", *, contact, shown_as="Ruth, a nurse", agreed=True, **fields):
    quote = Quote.objects.create(story=story, words=words, shown_as=shown_as, sector=sector("nhs"), **fields)
    if agreed:
        make_consent(story, quote=quote, contact=contact, uses=["members", "web"])
    return quote


def one_match(pattern, text):
    """What the first group of the pattern holds, where it first stands in the text."""
    found = re.search(pattern, text)
    assert found
    return found[1]


def begin(client):
    key = uuid4()
    client.post("/stories/new/", {"form_key": key})
    return Story.objects.get(form_key=key)


def seen(client, address):
    """The hidden mark of what the page showed."""
    page = client.get(address).content.decode()
    return one_match(r'name="seen" value="(\w+)"', page)


def fill_in(client, address, **data):
    return client.post(address, {**data, "seen": seen(client, address)})


def tell_all(client, story, *, uses=("members", "web"), naming="name-role-organisation", title="", answer="", **agreed):
    """Every page of the journey, in its order, as a person would fill them in."""
    for name in ANSWERS:
        fill_in(client, f"/stories/{story.uuid}/tell/{name}/", answer=answer or f"{name} words")
    fill_in(
        client, f"/stories/{story.uuid}/about/", **{**ALL, "title": title or ALL["title"]}, sectors=[sector("nhs").pk]
    )
    fill_in(client, f"/stories/{story.uuid}/consent/", uses=list(uses), naming=naming, **agreed)
    story.refresh_from_db()
    return story
