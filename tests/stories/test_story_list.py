from datetime import timedelta

import pytest
from django.utils import timezone

from members.models import Place, Topic
from stories.models import Story, StoryWords
from stories.views import reading
from tests.factories import make_story, sector


def titles(response):
    feature = [response.context["feature"]] if response.context["feature"] else []
    return [story.title for story in [*feature, *response.context["stories"]]]


def published(title, *, minutes_ago=0, **fields):
    story = make_story(title, **fields)
    Story.objects.filter(pk=story.pk).update(published_at=timezone.now() - timedelta(minutes=minutes_ago))
    return story


def test_the_newest_story_stands_first_and_large(client, db):
    published("Older", minutes_ago=60)
    published("Newer")

    response = client.get("/stories/")

    page = response.content.decode()
    assert titles(response) == ["Newer", "Older"]
    assert page.count("story-card--feature") == 1
    assert page.index("story-card--feature") < page.index("Newer") < page.index("Older")
    assert "2 stories" in page
    assert response.cookies == {}


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("?place=inner", ["In the street", "In the quarter"]),
        ("?topic=food", ["In the street"]),
        ("?sector=nhs", ["In the quarter"]),
        ("?box=practice", ["In the street"]),
        ("?kind=elsewhere", ["In the quarter"]),
        ("?q=STREET", ["In the street"]),
        ("?q=street+quarter", []),
        ("?place=inner&kind=ours", ["In the street"]),
        ("?place=nowhere", ["In the street", "In the quarter", "Far away"]),
    ],
)
def test_the_list_is_narrowed(client, db, address, found):
    inner = Place.objects.create(slug="inner", name="Inner Westmere", kind="district")
    street = Place.objects.create(slug="street", name="Canal Street", kind="neighbourhood", parent=inner)
    food = Topic.objects.create(slug="food", name="Food")
    published("Far away", minutes_ago=3)
    second = published("In the quarter", minutes_ago=2, place=inner, kind="elsewhere")
    first = published("In the street", minutes_ago=1, place=street, boxes=["practice"])
    first.topics.add(food)
    second.sectors.add(sector("nhs"))
    StoryWords.objects.index()

    response = client.get(f"/stories/{address}")

    assert titles(response) == found


def test_what_was_chosen_is_said_and_can_be_dropped(client, db):
    ferngate = Place.objects.create(slug="ferngate", name="Ferngate", kind="neighbourhood")
    published("From elsewhere", place=ferngate, kind="elsewhere")

    response = client.get("/stories/?place=ferngate&kind=ours")

    chosen = {row["text"]: row["url"] for row in response.context["chosen"]}
    page = response.content.decode()
    assert chosen == {"In Ferngate": "?kind=ours", "A story of ours": "?place=ferngate"}
    assert "No stories like that yet." in page
    assert "To see more, drop one of these:" in page
    assert "Tell us one" in page


def test_a_list_with_no_stories_asks_for_the_first(client, db):
    page = client.get("/stories/").content.decode()

    assert "Yours could be the first" in page


def test_the_filter_is_a_page_of_its_own_on_a_phone(client, db):
    page = client.get("/stories/?filter=1").content.decode()

    assert "filter--alone" in page
    assert 'name="place"' in page


def test_pages_follow_on_and_miss_nothing(client, db, monkeypatch):
    monkeypatch.setattr(reading, "PAGE_SIZE", 2)
    at = timezone.now()
    for number in range(5):
        make_story(f"Story {number}")
    Story.objects.update(published_at=at)  # the same moment: the order still holds
    seen, address = [], "/stories/"

    while address:
        response = client.get(address)
        seen += titles(response)
        address = response.context["older_url"] and f"/stories/{response.context['older_url']}"

    assert seen == [f"Story {number}" for number in (4, 3, 2, 1, 0)]


@pytest.mark.parametrize("before", ["x", "20260101T000000.000000~no", "%00", "~"])
def test_an_address_nobody_made_shows_the_first_page(client, db, before):
    make_story("Still here")

    assert titles(client.get(f"/stories/?before={before}&q=%00&box=none")) == ["Still here"]


def test_a_long_list_is_counted_to_its_cap(client, db, monkeypatch):
    monkeypatch.setattr(reading, "PAGE_SIZE", 1)
    monkeypatch.setattr(reading, "COUNT_UP_TO", 2)
    for number in range(4):
        make_story(f"Story {number}")

    page = client.get("/stories/").content.decode()

    assert "More than 2 stories" in page


def test_the_list_costs_the_same_with_one_and_three(client, db, django_assert_num_queries):
    client.get("/stories/")  # the network's settings are read once a process
    for number in range(3):
        make_story(f"Story {number}")
        if number in (0, 2):
            with django_assert_num_queries(1):
                client.get("/stories/")


def test_a_full_page_is_counted_once_a_minute(client, db, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(reading, "PAGE_SIZE", 1)
    make_story("One"), make_story("Two")
    client.get("/stories/")

    with django_assert_num_queries(1):
        client.get("/stories/")


def test_the_places_to_choose_from_are_those_with_a_story_anyone_may_read(client, db):
    county = Place.objects.create(slug="county", name="County", kind="county")
    told = Place.objects.create(slug="told", name="Told", kind="neighbourhood", parent=county)
    kept = Place.objects.create(slug="kept", name="Kept", kind="neighbourhood", parent=county)
    Place.objects.create(slug="empty", name="Empty", kind="neighbourhood", parent=county)
    published("Open", place=told)
    make_story("For members", place=kept, uses=["members"])

    page = client.get("/stories/").content.decode()

    offered = [slug for slug in ("county", "told", "kept", "empty") if f'<option value="{slug}"' in page]
    assert offered == ["county", "told"]
    assert [words for words in ("How things are decided", "Any of these") if words not in page] == []
