import gzip
from random import Random

import pytest
from django.urls import reverse

from collab.demo.bench_words import SENTENCES
from tests.factories import make_event, make_pledge, make_series, make_story

# The same sentence again and again would weigh next to nothing: a story of 700 words, none of it a copy.
LENGTH = 700


def words_of(n):
    """As many words as a story may have, shuffled so that they pack no better than a person's would."""
    words = " ".join(SENTENCES).split() * 4
    Random(n).shuffle(words)
    return " ".join(words[:LENGTH])


@pytest.fixture
def busy_network(db):
    """More than a page of everything, with words of the length that people write."""
    series = make_series()
    events = [make_event(in_days=day, series=series, theme=f"Warm homes {day}") for day in range(2, 27)]
    stories = [make_story(f"Tea in shelter {n}", what_we_did=words_of(n)) for n in range(25)]
    pledges = [
        make_pledge(f"ring {n} tenants over 75 and ask what they would like", event=events[0]) for n in range(25)
    ]
    return {
        "home": reverse("home"),
        "story list": reverse("story_list"),
        "story": stories[0].get_absolute_url(),
        "event list": reverse("event_list"),
        "event": events[0].get_absolute_url(),
        "pledge list": reverse("pledge_list"),
        "pledge": pledges[0].get_absolute_url(),
        "wall": reverse("pledge_wall", args=[series.slug, events[0].day]),
        "join": reverse("event_join", args=[series.slug, events[0].day]),
    }


def test_every_public_page_weighs_at_most_eight_kilobytes(client, busy_network):
    pages = {name: client.get(address) for name, address in busy_network.items()}

    weights = {name: len(gzip.compress(page.content, 6)) for name, page in pages.items()}

    assert {page.status_code for page in pages.values()} == {200}
    assert {name: weight for name, weight in weights.items() if weight > 8_000} == {}
    assert weights["story list"] > 1_000
