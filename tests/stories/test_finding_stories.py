"""Words find a story by its body, best first; feeds and lists for search engines hold what visitors may read."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from stories.actions import hold_story
from stories.models import Story, StoryWords
from tests.factories import make_member, make_pledge, make_story

pytestmark = pytest.mark.django_db
STATES = ["draft", "submitted", "in-review", "changes-asked", "approved", "declined", "held", "hidden", "withdrawn",
          "expired"]  # fmt: skip


def told(title, **fields):
    """Published, and its words where they are looked for."""
    story = make_story(title, **fields)
    StoryWords.objects.index(story)
    return story


def titles(page):
    return [story.title for story in page.context["stories"]]


def addresses(xml):
    return [one.text for one in ElementTree.fromstring(xml).iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]


def test_a_story_is_found_by_a_word_of_its_body_in_another_form(client):
    told("Tea", what_changed="Twelve families garden together.")
    told("Soup")

    assert titles(client.get("/stories/?q=gardening")) == ["Tea"]


def test_the_title_weighs_more_than_the_body_and_the_newest_comes_first_of_equals(client):
    now = timezone.now()
    for title, days in [("Old bread", 3), ("New bread", 1)]:
        Story.objects.filter(pk=told(title).pk).update(published_at=now - timedelta(days=days))
    told("Tea", what_changed="We baked bread.")

    assert titles(client.get("/stories/?q=bread")) == ["New bread", "Old bread", "Tea"]


@pytest.mark.parametrize("words", ["bread -soup", '"bread and', "' OR 1=1 --", "!!!", "the", "\x00bread", "a" * 100])
def test_whatever_is_typed_is_only_words(client, words):
    told("Bread")

    assert client.get("/stories/", {"q": words}).status_code == 200


def test_what_was_found_has_a_next_page_in_the_same_order(client):
    for number in range(25):
        told(f"Bread {number}")

    first = client.get("/stories/?q=bread")
    second = client.get(f"/stories/{first.context['older_url']}")

    assert first.context["count"] == 25
    assert len({*titles(first), *titles(second)}) == 25
    assert second.context["older_url"] == ""
    assert second.context["newest_url"] == "?q=bread"


@pytest.mark.parametrize("state", STATES)
def test_nobody_finds_or_is_sent_what_is_not_published(client, state):
    story = told("Canary bread", what_changed="Canary body.")
    Story.objects.filter(pk=story.pk).update(state=state)

    found = titles(client.get("/stories/?q=canary"))
    feed, site = (client.get(address).content.decode() for address in ("/stories/feed/", "/sitemap.xml"))

    assert found == []
    assert "anary" not in feed + site


def test_a_story_for_members_alone_is_in_no_feed_whoever_asks(client, sign_in):
    told("Canary bread", uses=["members"])
    sign_in(make_member())

    assert "anary" not in client.get("/stories/feed/").content.decode() + client.get("/sitemap.xml").content.decode()
    assert titles(client.get("/stories/?q=canary")) == ["Canary bread"]


def test_no_word_stays_where_it_is_looked_for_once_a_story_is_not_published(beatrix):
    story = told("Bread")

    hold_story(story, by=beatrix, at=timezone.now())

    assert not StoryWords.objects.exists()


def test_a_feed_names_whom_the_page_names_and_spares_who_did_not_open_it(client):
    quiet = told("Loss", content_note="It speaks of a death.")
    quiet.byline.create(shown_as="A neighbour")
    told("Bread")

    feed = client.get("/stories/feed/").content.decode()
    narrowed = client.get("/stories/feed/?q=bread").content.decode()

    assert "It speaks of a death." in feed
    assert "<name>A neighbour</name>" in feed
    assert feed.count("Twenty people came early and left late.") == 1
    assert "Loss" not in narrowed


def test_search_engines_are_told_of_public_pages(client):
    told("Bread")

    found = addresses(client.get("/sitemap.xml").content)

    assert any(address.endswith("/stories/bread/") for address in found)
    assert "Sitemap: " in client.get("/robots.txt").content.decode()


def test_the_list_is_narrowed_to_what_pledges_came_from_and_to_what_made_it_possible(client):
    told("Bread", made_possible=["a room or hall"])
    caused = told("Tea")
    Story.objects.filter(pk=caused.pk).update(pledge_count=1)
    make_pledge(story=caused)

    def shown(question):
        page = client.get(f"/stories/{question}")
        return [story.title for story in page.context["stories"]]

    assert shown("?pledges=yes") == ["Tea"]
    assert shown("?possible=a+room+or+hall") == ["Bread"]
