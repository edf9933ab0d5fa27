"""The wall: as a page, as a band on the event's page, and what its hosts can do."""

import pytest
from django.template import Context, Template
from django.urls import reverse

from collab.kit.components.events import day_words
from commons.models import AuditEntry, GoWord, NetworkSettings
from pledges.models import Pledge
from tests.factories import make_contact, make_event, make_pledge, make_story
from tests.pledges.screens import open_event, pledge_url, seen, wall_url

pytestmark = pytest.mark.django_db


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

    with django_assert_num_queries(2):
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


def test_a_host_holds_a_patch_and_puts_it_up_again(sign_in, kwame):
    event = open_event()
    event.series.hosts.add(kwame)
    pledge = make_pledge("knock on ten doors", event=event)
    host = sign_in(kwame)
    url = reverse("pledge_hold", args=[pledge.uuid])

    before = seen(host.get(wall_url(event)))
    held = host.post(url, {"held": "1", "back": "wall"}, follow=True)
    off_the_wall = Pledge.objects.on_wall().count()
    host.post(url, {"held": "0", "back": "wall"})

    assert "Hold it" in before
    assert "Waiting for your look" in seen(held)
    assert off_the_wall == 0
    assert Pledge.objects.on_wall().count() == 1
    assert [row.action for row in AuditEntry.objects.order_by("pk")] == ["pledges.hold", "pledges.show"]


def test_a_host_of_another_series_cannot_hold_it(sign_in, kwame, amara):
    event = open_event()
    pledge = make_pledge("knock on ten doors", event=event)

    page = seen(sign_in(kwame).get(wall_url(event)))
    other_host = sign_in(kwame).post(reverse("pledge_hold", args=[pledge.uuid]), {"held": "1"})
    member = sign_in(amara).post(reverse("pledge_hold", args=[pledge.uuid]), {"held": "1"})

    assert "Hold it" not in page
    assert (other_host.status_code, member.status_code) == (403, 403)
    assert not Pledge.objects.get().is_held


def test_checkers_see_all_that_waits_and_hosts_their_own(sign_in, beatrix, kwame):
    event = open_event()
    event.series.hosts.add(kwame)
    make_pledge("ring Joan Ashworth", event=event, is_held=True)
    make_pledge("ring Reg Thackeray", is_held=True)

    all_of_them = seen(sign_in(beatrix).get(reverse("pledge_held_list")))
    own = seen(sign_in(kwame).get(reverse("pledge_held_list")))

    assert all_of_them.index("Joan Ashworth") < all_of_them.index("Reg Thackeray")
    assert "Joan Ashworth" in own
    assert "Reg Thackeray" not in own
