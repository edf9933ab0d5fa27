import gzip

import pytest
from django.urls import reverse

from tests.factories import make_event, make_pledge, make_series, make_story

WORDS = "Twenty people came early and left late, and somebody always brought cake to the old bus shelter. "


@pytest.fixture
def busy_network(db):
    """More than a page of everything, with words of the length that people write."""
    series = make_series()
    events = [make_event(in_days=day, series=series, theme=f"Warm homes {day}") for day in range(2, 27)]
    stories = [make_story(f"Tea in shelter {n}", what_we_did=f"{n} {WORDS * 20}") for n in range(25)]
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
