"""Organisers who change each other at the same moment, on PostgreSQL with a connection a thread; and with no lock."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from collab.staff import LastOrganiser, Why, WhySuspended, change_roles, suspend
from members.models import Member
from tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


def at_once(*tasks):
    start = Barrier(len(tasks))

    def play(task):
        try:
            start.wait()
            return task()
        except (LastOrganiser, PermissionDenied) as refused:
            return refused.__class__
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(play, tasks))


def organisers():
    return Member.objects.filter(roles__contains=["admin"], is_active=True).count()


def two_organisers(number):
    return [make_member(f"{name} Number {number}", roles=["admin"]) for name in ("Orla", "Prakash")]


def take(who, by):
    return change_roles(who, [], by=by, why=Why.JOB_ENDS, at=timezone.now())


def test_two_organisers_who_take_each_others_role_leave_one():
    left = []
    for number in range(ROUNDS):
        Member.objects.update(roles=[])
        one, other = two_organisers(number)
        at_once(partial(take, one, other), partial(take, other, one))
        left.append(organisers())

    assert left == [1] * ROUNDS


def test_two_organisers_who_stop_at_once_leave_one():
    left = []
    for number in range(ROUNDS):
        Member.objects.update(roles=[])
        one, other = two_organisers(number)
        at_once(partial(take, one, one), partial(take, other, other))
        left.append(organisers())

    assert left == [1] * ROUNDS


def test_one_who_stops_and_one_who_is_suspended_leave_one():
    left = []
    for number in range(ROUNDS):
        Member.objects.update(roles=[])
        one, other = two_organisers(number)
        stop = partial(suspend, other, by=one, why=WhySuspended.LEFT, at=timezone.now())
        at_once(partial(take, one, one), stop)
        left.append(organisers())

    assert left == [1] * ROUNDS


def test_without_the_lock_the_same_race_leaves_nobody():
    both_counted = Barrier(2)
    one, other = two_organisers(0)

    at_once(partial(count_then_take, one, both_counted), partial(count_then_take, other, both_counted))

    assert organisers() == 0


@transaction.atomic
def count_then_take(member, both_counted):
    """What a careful reader might write: count the others, then take the role."""
    others = Member.objects.filter(roles__contains=["admin"], is_active=True).exclude(pk=member.pk).count()
    both_counted.wait()
    if others:
        Member.objects.filter(pk=member.pk).update(roles=[])
