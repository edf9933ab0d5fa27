"""The projector: pictures that are full, that lose nobody, and that stand still when they are told to."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import GoWord, NetworkSettings
from pledges.models import Wall
from pledges.models.screens import HIGH, MOST_IN_VIEW, height, rows_of, views_of
from tests import factories
from tests.factories import make_event
from tests.pledges.screens import open_event, pledge_url, screen_url, wall_url

SIZES = [(12 + (n * 53) % 190, 5 + n % 40) for n in range(200)]


def make_pledge(act, *, seconds_ago=60, **fields):
    return factories.make_pledge(act, made_at=timezone.now() - timedelta(seconds=seconds_ago), **fields)


def shown(response):
    picture = response.content.decode().partition("data-wall-large")[0]
    return re.findall("“I will (.*?)”", picture)


@pytest.mark.parametrize("many", [1, 2, 3, 5, 14, 15, 60, 200])
def test_every_row_is_full_and_every_patch_is_in_a_picture(many):
    views = views_of(SIZES[:many])

    assert {place for view in views for place, _width in view.places} == set(range(many))
    for view in views:
        assert sum(width for _place, width in view.places) % 12 == 0
        assert len(view.places) <= MOST_IN_VIEW


def test_no_picture_is_higher_than_the_screen():
    for view in views_of(SIZES):
        assert height(rows_of([SIZES[place] for place, _width in view.places])) <= HIGH


def test_fourteen_short_ones_are_one_picture_and_fifteen_are_two():
    assert [len(view.places) for view in views_of([(30, 9)] * 14)] == [14]
    assert [len(view.places) for view in views_of([(30, 9)] * 15)] == [14, 14]


def test_few_words_are_written_large_and_many_are_not():
    assert [views_of(sizes)[0].scale for sizes in ([(30, 9)], [(30, 9)] * 9, [(30, 9)] * 14)] == [
        "huge",
        "large",
        "usual",
    ]


def test_the_newest_is_in_the_first_row():
    first, *_rest = views_of([(30, 9)] * 9 + [(180, 9)])

    assert 0 in [place for place, _width in first.places[:4]]


@pytest.mark.django_db
def test_the_screen_has_its_code_its_address_in_words_and_three_counts(client):
    event = open_event()
    GoWord.objects.create(word="station", path=pledge_url(event))
    make_pledge("knock on ten doors", event=event)

    page = client.get(screen_url(event)).content.decode()

    assert shown(client.get(screen_url(event))) == ["knock on ten doors"]
    assert "QR code for testserver/go/station" in page
    assert re.findall(r"<b>(\d+)</b><span>(pledge|kept|word)", page) == [("1", "pledge"), ("0", "kept"), ("6", "word")]
    assert "aria-live" not in page
    assert 'role="status"' not in page
    assert "site.css" not in page


@pytest.mark.django_db
def test_a_word_for_the_date_is_used_where_none_leads_to_its_pledges(client):
    event = open_event()
    GoWord.objects.create(word="ended", path="/", leads_to=event.uuid, ends_at=timezone.now() - timedelta(days=1))
    GoWord.objects.create(word="series", path="/", leads_to=event.series.uuid)

    assert "testserver/go/series" in client.get(screen_url(event)).content.decode()


@pytest.mark.django_db
def test_an_empty_wall_asks_for_the_first_patch(client):
    page = client.get(screen_url(open_event())).content.decode()

    assert "Scan to put the first patch up" in page


@pytest.mark.django_db
def test_without_a_script_links_lead_through_the_pictures(client):
    event = open_event()
    for number in range(20):
        make_pledge(f"do {number}", event=event, seconds_ago=100 - number)

    first, second = client.get(screen_url(event)), client.get(f"{screen_url(event)}?view=2")

    assert 'href="?view=2"' in first.content.decode()
    assert 'href="?view=3"' not in second.content.decode()
    assert {*shown(first), *shown(second)} == {f"do {number}" for number in range(20)}


@pytest.mark.django_db
@pytest.mark.parametrize("view", ["0", "-1", "x", "²", "9" * 400])
def test_a_picture_that_is_not_there_is_another_one(client, view):
    event = open_event()
    make_pledge("bake", event=event)

    assert shown(client.get(f"{screen_url(event)}?view={view}")) == ["bake"]


@pytest.mark.django_db
def test_a_picture_that_stands_still_gets_nothing_new_and_loses_what_is_held(client):
    event = open_event()
    held = make_pledge("be rude", event=event, seconds_ago=40)
    make_pledge("bake", event=event, seconds_ago=30)
    until = (timezone.now() - timedelta(seconds=20)).isoformat().replace("+", "%2B")
    make_pledge("sing", event=event, seconds_ago=10)
    url = f"{screen_url(event)}now/?view=1&until={until}"

    before = shown(client.get(url))
    held.hold(True)
    after, moving = shown(client.get(url)), shown(client.get(f"{screen_url(event)}now/"))

    assert (sorted(before), after, sorted(moving)) == (["bake", "be rude"], ["bake"], ["bake", "sing"])


@pytest.mark.django_db
def test_the_hosts_pause_reaches_every_screen_with_its_next_question(client):
    event = open_event()
    first = client.get(f"{screen_url(event)}now/")
    Wall.objects.create(event=event, is_paused=True)

    then = client.get(f"{screen_url(event)}now/", headers={"If-None-Match": first["ETag"]})

    assert "data-wall-still" not in first.content.decode()
    assert (then.status_code, "data-wall-still" in then.content.decode()) == (200, True)


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 30])
def test_a_picture_is_one_statement_and_never_more_than_fourteen_patches(client, django_assert_num_queries, rows):
    event = open_event()
    for number in range(rows):
        make_pledge(f"do {number}", event=event)

    NetworkSettings.current()

    with django_assert_num_queries(1):
        page = client.get(f"{screen_url(event)}now/")

    assert len(shown(page)) == min(rows, 14)


@pytest.mark.django_db
def test_a_wall_that_is_shut_can_still_be_shown(client):
    past = make_event(in_days=-5)
    make_pledge("bake", event=past)

    page = client.get(screen_url(past))

    assert shown(page) == ["bake"]
    assert "wall.js" not in page.content.decode()
    assert wall_url(past) in page.content.decode()
