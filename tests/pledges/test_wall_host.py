"""Looking after a wall: a patch held in its first seconds and later, and the two switches."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from commons.models import AuditEntry
from pledges.models import Pledge, Wall
from tests import factories
from tests.pledges.screens import open_event, seen, wall_url

pytestmark = pytest.mark.django_db


def make_pledge(act, *, seconds_ago=60, **fields):
    return factories.make_pledge(act, made_at=timezone.now() - timedelta(seconds=seconds_ago), **fields)


def at(name, event):
    return reverse(name, args=[event.series.slug, event.day])


@pytest.fixture
def event(kwame):
    event = open_event()
    event.series.hosts.add(kwame)
    return event


def press(host, event, what):
    return host.post(at("wall_switch", event), {"press": what}, follow=True)


def test_a_host_sees_a_patch_before_others_do_and_holds_it(client, sign_in, kwame, event):
    pledge = make_pledge("ring Joan Ashworth", event=event, seconds_ago=2)
    make_pledge("bake", event=event)
    host = sign_in(kwame)

    before = seen(host.get(at("wall_host", event)))
    held = seen(host.post(reverse("pledge_hold", args=[pledge.uuid]), {"held": "1", "back": "wall"}, follow=True))
    Pledge.objects.update(made_at=timezone.now() - timedelta(minutes=1))
    for_all = seen(client.get(wall_url(event)))

    assert before.index("Just in") < before.index("Joan Ashworth") < before.index("On the wall") < before.index("bake")
    assert "Just in" not in held
    assert held.index("Waiting for your look") < held.index("Joan Ashworth") < held.index("On the wall")
    assert "bake" in for_all
    assert "Ashworth" not in for_all


def test_a_host_holds_a_patch_and_puts_it_up_again(sign_in, kwame, event):
    pledge = make_pledge("knock on ten doors", event=event)
    host, url = sign_in(kwame), reverse("pledge_hold", args=[pledge.uuid])

    host.post(url, {"held": "1", "back": "wall"})
    off_the_wall = Pledge.objects.on_wall().count()
    host.post(url, {"held": "0", "back": "wall"})

    assert off_the_wall == 0
    assert Pledge.objects.on_wall().count() == 1
    assert [row.action for row in AuditEntry.objects.order_by("pk")] == ["pledges.hold", "pledges.show"]


def test_the_lists_alone_are_asked_for_again_and_again(sign_in, kwame, event):
    make_pledge("bake", event=event)
    host = sign_in(kwame)

    first = host.get(at("wall_host_now", event))
    same = host.get(at("wall_host_now", event), headers={"If-None-Match": first["ETag"]})
    make_pledge("sing", event=event, seconds_ago=0)
    other = host.get(at("wall_host_now", event), headers={"If-None-Match": first["ETag"]})

    assert [answer.status_code for answer in (first, same, other)] == [200, 304, 200]
    assert "Just in" in other.content.decode()


def test_a_host_of_another_series_cannot_look_after_it(sign_in, kwame, amara):
    event = open_event()
    pledge = make_pledge("knock on ten doors", event=event)
    hold = reverse("pledge_hold", args=[pledge.uuid])

    other_host = [sign_in(kwame).get(at("wall_host", event)), sign_in(kwame).post(hold, {"held": "1"})]
    switched = press(sign_in(kwame), event, "check-first")
    member = sign_in(amara).post(hold, {"held": "1"})

    assert [answer.status_code for answer in (*other_host, switched, member)] == [403, 403, 403, 403]
    assert "Look after" not in seen(sign_in(kwame).get(wall_url(event)))
    assert not Pledge.objects.get().is_held
    assert not Wall.objects.exists()


def test_check_first_and_pause_are_switched_once_and_written_in_the_log(sign_in, kwame, event):
    host = sign_in(kwame)

    pages = [seen(press(host, event, what)) for what in ("check-first", "check-first", "pause", "pause", "go-on")]

    wall = Wall.of(event)
    assert (wall.checks_first, wall.is_paused) == (True, False)
    assert "Show patches first" in pages[0]
    assert "Let the screens move again" in pages[2]
    assert "Pause every screen" in pages[4]
    rows = AuditEntry.objects.filter(action="pledges.wall_switched").order_by("pk")
    assert [row.facts for row in rows] == [{"checks_first": True}, {"is_paused": True}, {"is_paused": False}]
    assert {row.target for row in rows} == {event.uuid}


@pytest.mark.parametrize(("answer", "up"), [("put-up", ["sing", "bake"]), ("keep", ["bake"])])
def test_going_back_to_show_first_asks_what_becomes_of_those_that_wait(sign_in, kwame, event, answer, up):
    make_pledge("bake", event=event, seconds_ago=90)
    make_pledge("sing", event=event, is_held=True)
    make_pledge("sing elsewhere", is_held=True)
    host = sign_in(kwame)
    press(host, event, "check-first")

    asked = seen(press(host, event, "show-first"))
    still = Wall.of(event).checks_first
    press(host, event, answer)

    assert "What becomes of those that wait?" in asked
    assert (still, Wall.of(event).checks_first) == (True, False)
    assert [pledge.act for pledge in Pledge.objects.on_wall().order_by("-made_at")] == up


def test_with_nothing_waiting_show_first_is_one_press(sign_in, kwame, event):
    host = sign_in(kwame)
    press(host, event, "check-first")

    page = seen(press(host, event, "show-first"))

    assert not Wall.of(event).checks_first
    assert "New patches go up by themselves" in page


def test_a_press_that_no_button_sends_is_refused(sign_in, kwame, event):
    assert press(sign_in(kwame), event, "everything").status_code == 400


def test_checkers_see_all_that_waits_and_hosts_their_own(sign_in, beatrix, kwame, event):
    make_pledge("ring Joan Ashworth", event=event, is_held=True)
    make_pledge("ring Reg Thackeray", is_held=True)

    all_of_them = seen(sign_in(beatrix).get(reverse("pledge_held_list")))
    own = seen(sign_in(kwame).get(reverse("pledge_held_list")))

    assert all_of_them.index("Joan Ashworth") < all_of_them.index("Reg Thackeray")
    assert "Joan Ashworth" in own
    assert "Reg Thackeray" not in own


@pytest.mark.parametrize("rows", [1, 3])
def test_the_lists_cost_the_same_with_one_patch_and_three(sign_in, kwame, event, django_assert_num_queries, rows):
    for number in range(rows):
        make_pledge(f"do {number}", event=event)
        make_pledge(f"wait {number}", event=event, is_held=True)
    host = sign_in(kwame)
    host.get(at("wall_host_now", event))

    with django_assert_num_queries(7):
        host.get(at("wall_host_now", event))
