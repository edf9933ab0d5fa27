"""Two people at once, on PostgreSQL with a connection each; and what happens without the lock."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.utils import timezone

from groups.actions.leading import start_group
from groups.actions.people import LastLead, answer_ask, join, leave
from groups.actions.working import TooMany, add_outcome, propose_agreement
from groups.models import Agreement, Group, Membership
from outbox.models import OutgoingEmail
from tests.factories import make_group, make_member, put_in

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 8


def at_once(*tasks):
    """Each in a thread and a connection of its own, all starting together; says what came of each."""
    start = Barrier(len(tasks))

    def play(task):
        try:
            start.wait()
            return task()
        except (LastLead, TooMany) as error:
            return type(error)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(play, tasks))


def two_leads(number):
    group = make_group(f"Group {number}", lead=make_member(f"First Lead {number}"))
    put_in(group, make_member(f"Second Lead {number}"), role="lead")
    put_in(group, make_member(f"Member {number}"))
    return group, [row.member for row in Membership.objects.leads().filter(group=group)]


def test_two_leads_who_leave_at_once_leave_one():
    for number in range(ROUNDS):
        group, leads = two_leads(number)

        came = at_once(*(partial(leave, group, by=lead, at=timezone.now()) for lead in leads))

        assert sorted(came, key=str) == [LastLead, None]
        assert Membership.objects.leads().filter(group=group).count() == 1


def leave_unlocked(group, lead, met):
    """What a careful reader might write: look whether another lead is there, then leave."""
    with transaction.atomic():
        others = Membership.objects.leads().filter(group=group).exclude(member=lead)
        if not others.exists():
            raise LastLead
        with suppress(Exception):
            met.wait(timeout=2)
        Membership.objects.get(group=group, member=lead).leave(at=timezone.now())


def test_without_the_lock_nobody_leads():
    group, leads = two_leads(0)
    met = Barrier(2)

    at_once(*(partial(leave_unlocked, group, lead, met) for lead in leads))

    assert Membership.objects.leads().filter(group=group).count() == 0


def test_two_leads_who_answer_at_once_give_one_answer():
    group, (first, second) = two_leads(0)
    asking = join(group, by=make_member("Asks"), at=timezone.now())
    answers = [
        partial(answer_ask, asking, yes=yes, by=by, at=timezone.now()) for yes, by in ((True, first), (False, second))
    ]

    at_once(*answers)

    told = OutgoingEmail.objects.filter(purpose__in=["groups.welcome", "groups.not-now"])
    assert told.count() == 1
    asking.refresh_from_db()
    assert (asking.state == "in") == (told.get().purpose == "groups.welcome")


def test_the_same_person_pressing_eight_times_joins_once():
    group, _leads = two_leads(0)
    Group.objects.update(openness="open")
    somebody = make_member("Somebody")

    at_once(*[partial(join, group, by=somebody, at=timezone.now())] * 8)

    assert Membership.objects.filter(group=group, member=somebody, state="in").count() == 1


def test_two_proposals_at_once_are_two_versions():
    group, leads = two_leads(0)
    today = timezone.localdate()
    words = [
        partial(propose_agreement, group, text=f"By {lead}", review_on=today, by=lead, at=timezone.now())
        for lead in leads
    ]

    at_once(*words)

    assert sorted(Agreement.objects.values_list("version", flat=True)) == [1, 2]


def test_a_ground_breaker_never_has_a_fifth_outcome():
    group, (lead, _second) = two_leads(0)
    Group.objects.update(kind="breaker")

    adds = [partial(add_outcome, group, words=f"W{n}", sign="", by=lead, at=timezone.now()) for n in range(8)]
    came = at_once(*adds)

    assert came.count(TooMany) == 4
    assert group.outcomes.count() == 4


def test_the_form_of_a_new_group_sent_eight_times_is_one_group():
    lead, key = make_member("Lead"), uuid4()

    at_once(*[
        partial(start_group, Group(name="Warm", purpose="To be warm."), by=lead, at=timezone.now(), form_key=key)
        for _ in range(8)
    ])  # fmt: skip

    assert Group.objects.count() == Membership.objects.count() == 1
