"""Two people at the same moment, each with a connection of their own."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial
from threading import Barrier

import pytest
from django.db import connection, transaction
from django.utils import timezone

from network.actions.introducing import AlreadyOpen, answer, ask_to_meet, introduce, lapse_due
from network.actions.tying import say_known
from network.models import Introduction, Tie
from outbox.models import OutgoingEmail
from tests.factories import make_member

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 12


def at_once(*tasks):
    """Each in a thread and with a connection of its own, begun together."""
    start = Barrier(len(tasks))

    def play(task):
        try:
            start.wait()
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return list(pool.map(play, tasks))


def cast(number):
    return [make_member(f"{name} {number}") for name in ("Amara", "Denise", "Kwame")]


def begun(number, *, at):
    """Kwame brings Amara and Denise together; neither has answered."""
    amara, denise, kwame = cast(number)
    return introduce(by=kwame, one=amara, other=denise, context="Hello", at=at)


def yes(row, part, at):
    return answer(row, part, says="yes", reach="Ring me", at=at)


def test_both_say_yes_at_the_same_moment():
    now = timezone.now()
    for number in range(ROUNDS):
        row = begun(number, at=now)

        at_once(partial(yes, row, "one", now), partial(yes, row, "other", now))

        row.refresh_from_db()
        assert row.state == "made"
    made = OutgoingEmail.objects.filter(purpose="network.introduction-made").values_list("key", flat=True)
    assert len(made) == len(set(made)) == 2 * ROUNDS
    assert Tie.objects.known().count() == ROUNDS


def careless_yes(row, part):
    """Without the lock: each reads before the other has written, and neither sees two yeses."""
    with transaction.atomic():
        mine = Introduction.objects.get(pk=row.pk)
        both_read.wait()
        mine.hear(part, "yes", reach="Ring me")
        return mine.both_say_yes()


both_read = Barrier(2)


def test_without_the_lock_both_said_yes_and_nobody_is_introduced():
    row = begun(1, at=timezone.now())

    noticed = at_once(partial(careless_yes, row, "one"), partial(careless_yes, row, "other"))

    row.refresh_from_db()
    assert noticed == [False, False]
    assert (row.state, row.both_say_yes()) == ("open", True)


def test_the_last_yes_and_the_end_of_the_ten_days_come_together():
    began = timezone.now() - timedelta(days=10)
    for number in range(ROUNDS):
        row = begun(number, at=began)
        yes(row, "one", began)
        just_in_time = row.lapses_at - timedelta(microseconds=1)

        at_once(partial(yes, row, "other", just_in_time), partial(lapse_due, timezone.now()))
        lapse_due(timezone.now())

        row.refresh_from_db()
        of_row = OutgoingEmail.objects.filter(key__startswith=str(row.uuid)).exclude(state="cancelled")
        told = {purpose.rpartition("-")[2] for purpose in of_row.values_list("purpose", flat=True)}
        assert (row.state, told) in [("made", {"made", "thanks"}), ("lapsed", {"lapsed"})]


def test_two_ask_for_each_other_at_the_same_moment():
    amara, denise, _kwame = cast(1)

    def ask(by, whom):
        try:
            return ask_to_meet(by=by, whom=whom, through=None, context="Hello", reach="Ring", at=timezone.now())
        except AlreadyOpen:
            return None

    rows = at_once(partial(ask, amara, denise), partial(ask, denise, amara))

    assert rows.count(None) == 1
    assert Introduction.objects.count() == 1
    assert OutgoingEmail.objects.count() == 1


def test_both_say_at_once_that_they_know_each_other():
    now = timezone.now()
    for number in range(ROUNDS):
        amara, denise, _kwame = cast(number)

        at_once(
            partial(say_known, by=amara, whom=denise, says="yes", at=now),
            partial(say_known, by=denise, whom=amara, says="yes", at=now),
        )

        assert Tie.objects.known().of(amara).count() == 1
