"""The page of one pledge: what anybody reads of it, and what its maker and hosts do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import NetworkSettings
from pledges.actions.answering import answer_pledge
from pledges.actions.helping import ask_hosts
from pledges.models import Answer, Move, Pledge, as_patch
from tests.factories import make_event, make_pledge, make_series, make_story
from tests.pledges.screens import open_event, seen

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("rows", [1, 20])
def test_it_asks_the_same_with_one_answer_and_with_twenty(sign_in, amara, rows, django_assert_num_queries):
    now = timezone.now()
    pledge = make_pledge("sing", by=amara, event=open_event(), story=make_story("Tea in the bus shelter"))
    for number in range(rows):
        Answer.objects.create(pledge=pledge, said="going", at=now)
        Move.objects.create(pledge=pledge, was_act=f"hum {number}", act="sing", at=now)
    member = sign_in(amara)
    NetworkSettings.current()

    with django_assert_num_queries(5):  # the session, the member, the pledge, the answers, the moves
        member.get(pledge.get_absolute_url())


def test_a_visitor_costs_one_query(client, amara, django_assert_num_queries):
    pledge = make_pledge("sing", by=amara, event=open_event())
    NetworkSettings.current()

    with django_assert_num_queries(1):
        client.get(pledge.get_absolute_url())


@pytest.mark.parametrize("audience", ["members", "link"])
def test_a_meeting_that_is_not_listed_for_this_reader_is_not_named(client, amara, audience):
    event = make_event(series=make_series("secret-tea", title="Secret tea", audience=audience))
    pledge = make_pledge("pour", by=amara, event=event)

    page = client.get(pledge.get_absolute_url())

    assert "I will pour" in seen(page)
    assert "secret" not in page.content.decode().lower()


def test_a_story_for_members_is_named_to_members_only(client, sign_in, amara, denise):
    pledge = make_pledge("pour", by=amara, story=make_story("Tea in the bus shelter", uses=["members"]))

    visitor = seen(client.get(pledge.get_absolute_url()))
    member = seen(sign_in(denise).get(pledge.get_absolute_url()))

    assert "bus shelter" not in visitor
    assert "Tea in the bus shelter" in member


def test_a_host_reads_the_history_and_a_host_of_another_meeting_does_not(sign_in, amara, kwame, denise):
    event = open_event()
    pledge = make_pledge("sing", by=amara, event=event)
    Answer.objects.create(pledge=pledge, said="stuck", note="Who has the key?", at=timezone.now())
    stranger = seen(sign_in(kwame).get(pledge.get_absolute_url()))
    event.series.hosts.add(kwame)

    host = seen(sign_in(kwame).get(pledge.get_absolute_url()))

    assert "key" not in stranger
    assert "Who has the key?" in host


def test_the_history_is_newest_first_and_ends_with_its_making(sign_in, amara):
    now = timezone.now()
    pledge = make_pledge("sing", by=amara, made_at=now - timedelta(days=9))
    for days, said in ((5, "going"), (1, "kept")):
        Answer.objects.create(pledge=pledge, said=said, at=now - timedelta(days=days))

    page = sign_in(amara).get(pledge.get_absolute_url())

    assert [row["title"] for row in page.context["history"]] == ["Kept", "Still going", "Made"]


def test_hosts_read_what_was_said_to_a_partner_only_once_they_were_asked(sign_in, amara, orla):
    now = timezone.now()
    pledge = make_pledge("sing", by=amara, partner=orla.contact, visibility="partner")
    Answer.objects.create(pledge=pledge, said="stuck", stuck_on="time", note="CANARY old", at=now - timedelta(days=9))
    Answer.objects.create(pledge=pledge, said="going", at=now - timedelta(days=5))
    answer = answer_pledge(pledge, said="stuck", at=now)
    Answer.objects.filter(pk=answer.pk).update(stuck_on="contact", note="CANARY new")
    organiser = sign_in(orla)

    before = seen(organiser.get(pledge.get_absolute_url()))
    ask_hosts(pledge.snags.get(), at=now)
    after = seen(organiser.get(pledge.get_absolute_url()))
    own = seen(sign_in(amara).get(pledge.get_absolute_url()))

    assert ("Stuck" in before, "CANARY" in before) == (False, False)
    assert "The right person to talk to: CANARY new" in after
    assert "CANARY old" not in after
    assert "Time, or another pair of hands: CANARY old" in own


@pytest.mark.parametrize(("days", "shown"), [(3, "Due"), (-3, "")])
def test_whoever_is_stuck_reads_like_one_who_has_not_answered(amara, days, shown):
    now = timezone.now()
    about = {"by": amara, "by_on": timezone.localdate() + timedelta(days=days), "made_at": now - timedelta(days=9)}
    made, stuck = make_pledge("sing", **about), make_pledge("sing", **about)
    answer_pledge(stuck, said="stuck", at=now)
    stuck.refresh_from_db()

    patches = [as_patch(one, now=now, url="") for one in (made, stuck)]

    assert patches[0] == patches[1]
    assert str(patches[0]["state"]).startswith(shown)


@pytest.mark.parametrize(("said", "new"), [("stuck", True), ("going", True), ("kept", False), ("let-go", False)])
def test_only_what_goes_on_is_just_in(amara, said, new):
    now = timezone.now()
    pledge = make_pledge("sing", by=amara)
    answer_pledge(pledge, said=said, at=now)
    pledge.refresh_from_db()

    patch = as_patch(pledge, now=now, url="")

    assert (patch["new"], patch["state"] == "Just now") == (new, new)


def test_what_was_let_go_waits_for_no_look_and_is_no_example(client, sign_in, amara, orla):
    shown, held = make_pledge("sing", by=amara), make_pledge("hum", by=amara, is_held=True)
    for pledge in (shown, held):
        answer_pledge(pledge, said="let-go", at=timezone.now())

    waiting = seen(sign_in(orla).get("/pledges/waiting/"))
    client.logout()
    examples = seen(client.get("/pledges/new/"))

    assert ("hum" in waiting, "I will sing" in examples) == (False, False)
    assert not Pledge.objects.get(pk=held.pk).waits_for_look
