"""Two organisers who change one term at the same moment, on PostgreSQL with a connection a thread; and with no lock."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection

from commons.models import AuditEntry, ChangedMeanwhile, KeptFor

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 10


@pytest.fixture(params=[True, False], ids=["changed-before", "never-changed"])
def names(request):
    """Terms with a row to lock, and terms whose row is made by whoever comes first."""
    found = [f"term-{n}" for n in range(ROUNDS)]
    KeptFor.objects.bulk_create(KeptFor(name=name) for name in found if request.param)
    return found


def at_once(*tasks):
    start = Barrier(len(tasks))

    def play(task):
        try:
            start.wait()
            return task()
        except ChangedMeanwhile:
            return "told"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(play, tasks))


def change(days, name):
    return KeptFor.change(name, days, own=60, was=60, by=uuid4())


def unlocked(days, name, met):
    """As it would be without the lock: both look, then both write."""
    row = KeptFor.objects.get_or_create(name=name)[0]
    met.wait()
    if row.days is None:
        KeptFor.objects.filter(pk=row.pk).update(days=days)
        return True
    return "told"


def test_one_change_holds_and_the_other_organiser_is_told(names):
    answers = [at_once(partial(change, 30, name), partial(change, 45, name)) for name in names]

    assert [sorted(map(str, answer)) for answer in answers] == [["True", "told"]] * ROUNDS
    assert AuditEntry.objects.filter(action="commons.kept_for_changed").count() == ROUNDS
    assert len(KeptFor.objects.chosen()) == ROUNDS


def test_the_same_change_twice_at_once_is_one(names):
    answers = [at_once(partial(change, 30, name), partial(change, 30, name)) for name in names]

    assert [sorted(answer) for answer in answers] == [[False, True]] * ROUNDS
    assert AuditEntry.objects.filter(action="commons.kept_for_changed").count() == ROUNDS


def test_without_the_lock_one_would_overwrite_the_other():
    met = Barrier(2)

    answers = at_once(partial(unlocked, 30, "term", met), partial(unlocked, 45, "term", met))

    assert answers == [True, True]
