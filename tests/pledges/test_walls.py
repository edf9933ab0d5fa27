"""The wall: as a page, as a band on the event's page, and what a page that is open asks for."""

import re
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import timezone

from collab.kit.components.events import day_words
from commons.models import GoWord, NetworkSettings
from tests import factories
from tests.factories import make_contact, make_event, make_story
from tests.pledges.screens import open_event, pledge_url, private_url, screen_url, seen, wall_url

pytestmark = pytest.mark.django_db


def make_pledge(act="ring ten tenants", *, seconds_ago=60, **fields):
    """Long enough ago that everybody sees it."""
    return factories.make_pledge(act, made_at=timezone.now() - timedelta(seconds=seconds_ago), **fields)


def now_url(event):
    return f"{wall_url(event)}now/"


def shown(response):
    """The acts on a wall, in its order."""
    return re.findall("“I will (.*?)”", response.content.decode())


def band(event, user):
    page = Template("{% load pledge_panels %}{% wall_for_event event user=user %}")
    return page.render(Context({"event": event, "user": user}))


def panel(story, user):
    page = Template("{% load pledge_panels %}{% pledges_for_story story user=user %}")
    return page.render(Context({"story": story, "user": user}))


def test_the_wall_shows_first_names_and_three_counts(client):
    event = open_event()
    make_pledge("knock on ten doors", event=event, by=make_contact("Ruth Okoro", cloth="nhs"))
    make_pledge("bring bread", event=event, state="kept", answered_at=event.starts_at)
    make_pledge("ring Joan Ashworth", event=event, is_held=True)
    make_pledge("tell nobody", event=event, visibility="members")

    page = seen(client.get(wall_url(event)))

    assert "“I will knock on ten doors” Ruth, nhs. Just now." in page
    assert "2 pledges 1 kept so far 10 words" in page
    assert "Okoro" not in page
    assert "Ashworth" not in page
    assert "nobody" not in page


@pytest.mark.parametrize("rows", [1, 3])
def test_the_wall_costs_the_same_with_one_patch_and_three(client, django_assert_num_queries, rows):
    event = open_event()
    for number in range(rows):
        make_pledge(f"do {number}", event=event)
    NetworkSettings.current()

    with django_assert_num_queries(1):
        client.get(wall_url(event))


@pytest.mark.parametrize("rows", [1, 3])
def test_each_panel_makes_one_query(django_assert_num_queries, rows, amara):
    event, story = open_event(), make_story()
    for number in range(rows):
        make_pledge(f"do {number}", event=event, story=story)

    with django_assert_num_queries(1):
        band(event, amara)
    with django_assert_num_queries(1):
        panel(story, amara)


def test_the_band_has_a_code_to_scan_and_twelve_patches_at_most(amara):
    event = open_event()
    GoWord.objects.create(word="station", path=pledge_url(event))
    for number in range(14):
        make_pledge(f"do {number}", event=event)

    html = band(event, amara)

    assert "QR code for testserver/go/station" in html
    assert "See all 14 pledges" in html
    assert html.count("“I will do") == 12


def test_before_the_meet_up_the_band_says_when_the_wall_opens_and_afterwards_nothing_is_there(amara):
    event = make_event(in_days=5)
    coming, past = band(event, amara), band(make_event(in_days=-5), amara)
    off = band(make_event(in_days=6, cancelled_at=event.starts_at, cancelled_because="Flooded."), amara)

    assert f"The wall opens on {day_words(event.day)} at 4:30pm" in " ".join(coming.split())
    assert "Scan" not in coming
    assert (past.strip(), off.strip()) == ("", "")


def test_a_story_shows_what_came_from_it_and_only_a_button_when_nothing_did(amara):
    story, other = make_story("Tea in the bus shelter"), make_story("A quiet story")
    for number in range(3):
        make_pledge(f"do {number}", story=story)

    html = panel(story, amara)

    assert "3 pledges came from this story" in " ".join(html.split())
    assert f"{reverse('pledge_create')}?story=tea-in-the-bus-shelter" in html
    assert "came from" not in panel(other, amara)
    assert "Make a pledge of your own" in panel(other, amara)


def test_a_patch_waits_five_seconds_everywhere_but_for_its_maker(client, amara):
    event = open_event()
    make_pledge("be seen", event=event, seconds_ago=6)
    waiting = make_pledge("be held perhaps", event=event, seconds_ago=3)

    pages = [client.get(url) for url in (wall_url(event), now_url(event), screen_url(event))]
    own = client.get(private_url(waiting))

    assert [shown(page)[:1] for page in pages] == [["be seen"]] * 3
    assert "1 pledge" in seen(pages[0])
    assert "held perhaps" not in "".join(page.content.decode() for page in pages) + band(event, amara)
    assert "be held perhaps" in seen(own)


def test_a_page_that_is_open_gets_304_until_something_changes(client):
    event = open_event()
    pledge = make_pledge("knock on ten doors", event=event)
    (mark,) = re.findall('data-mark="&quot;(\\w+)&quot;"', client.get(wall_url(event)).content.decode())

    same = client.get(now_url(event), headers={"If-None-Match": f'"{mark}"'})
    answers = [same]
    pledge.answer("kept", at=timezone.now())
    answers.append(client.get(now_url(event), headers={"If-None-Match": f'"{mark}"'}))
    for change in ({"act": "knock on five doors"}, {"is_held": True}):
        type(pledge).objects.update(**change)
        answers.append(client.get(now_url(event), headers={"If-None-Match": answers[-1]["ETag"]}))
    still = client.get(now_url(event), headers={"If-None-Match": answers[-1]["ETag"]})

    assert [answer.status_code for answer in (*answers, still)] == [304, 200, 200, 200, 304]
    assert same.content == b""
    assert [shown(answer) for answer in answers[1:]] == [["knock on ten doors"], ["knock on five doors"], []]


@pytest.mark.parametrize("rows", [1, 3])
def test_asking_costs_a_visitor_one_statement_and_no_cookie(client, django_assert_num_queries, rows):
    event = open_event()
    for number in range(rows):
        make_pledge(f"do {number}", event=event)
    mark = client.get(now_url(event))["ETag"]

    with django_assert_num_queries(1):
        same = client.get(now_url(event), headers={"If-None-Match": mark})
    with django_assert_num_queries(1):
        client.get(now_url(event))

    assert same.status_code == 304
    assert not client.cookies


def test_a_wall_for_members_is_asked_for_by_members_alone(client, amara):
    event = open_event()
    make_pledge("knock on ten doors", event=event)
    type(event.series).objects.update(audience="members")

    out = [client.get(url).status_code for url in (wall_url(event), now_url(event), screen_url(event))]
    client.force_login(amara)
    inside = [client.get(url) for url in (wall_url(event), now_url(event), screen_url(event))]

    assert out == [404, 404, 404]
    assert [shown(page)[0] for page in inside] == ["knock on ten doors"] * 3


def test_a_wall_that_is_shut_asks_for_nothing(client):
    past = make_event(in_days=-5)
    make_pledge("knock on ten doors", event=past)

    shut, live = client.get(wall_url(past)), client.get(wall_url(open_event()))

    assert shown(shut) == ["knock on ten doors"]
    assert ("wall.js" in live.content.decode(), "wall.js" in shut.content.decode()) == (True, False)


def test_two_hundred_patches_come_a_hundred_at_a_time_even_those_of_one_moment(client):
    event, at = open_event(), timezone.now() - timedelta(minutes=20)
    for number in range(205):
        factories.make_pledge(f"do {number}", event=event, made_at=at)

    pages, url = [], wall_url(event)
    while url:
        page = client.get(url)
        pages.append(shown(page))
        following = page.context["next_url"]
        url = following and wall_url(event) + following

    assert [len(page) for page in pages] == [100, 100, 5]
    assert [act for page in pages for act in page] == [f"do {number}" for number in range(204, -1, -1)]
    assert client.get(f"{wall_url(event)}?before=nonsense").status_code == 404


def test_no_surname_of_the_person_behind_a_patch_is_in_what_a_wall_sends(client):
    event = open_event()
    make_pledge("knock on ten doors", event=event, by=make_contact("Ruth Okoro", email="ruth@okoro.example"))

    pages = [client.get(url).content.decode() for url in (wall_url(event), now_url(event), screen_url(event))]

    assert all("Ruth" in page for page in pages)
    assert not any("koro" in page for page in pages)
