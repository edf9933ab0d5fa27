"""What the pages of stories are tested with."""

import re

import pytest
from django.test import Client

from stories.models import Consent, Quote
from tests.conftest import pass_second_factor
from tests.factories import make_consent, make_story, sector


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
