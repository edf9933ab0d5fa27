"""Real threads on PostgreSQL: me too at one moment, the last one wanted with one more, and one leaving meanwhile."""

from datetime import timedelta
from threading import Barrier

import pytest
from django.db import transaction
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge
from pledges.actions.company import begin, decide, me_too, same_words, settle_all, want_others
from pledges.actions.making import make_pledge
from pledges.models import Answer, Pledge
from tests import factories
from tests.races import at_once, meanwhile

pytestmark = pytest.mark.django_db(transaction=True)
NOW = timezone.now
ROUNDS = range(4)


@pytest.fixture
def waiting():
    """A pledge that begins with two others."""
    reg = factories.make_contact("Reg Thackeray", email="reg@westmere.example")
    pledge = factories.make_pledge("sing in the square", by=reg)
    want_others(pledge, wanted=2, by=timezone.localdate() + timedelta(days=10), at=NOW())
    pledge.refresh_from_db()
    return pledge


def people(*names):
    return [factories.make_member(name) for name in names]


def states():
    return sorted(Pledge.objects.values_list("state", flat=True))


def told():
    """Who was told that it goes ahead, once for each email."""
    return sorted(OutgoingEmail.objects.filter(purpose="pledges.ahead").values_list("to", flat=True))


def test_me_too_pressed_eight_times_at_once_is_one_pledge(waiting):
    (ann,) = people("Ann Lee")

    at_once(*[lambda: me_too(waiting, by=ann, at=NOW())] * 8)

    assert waiting.sharers.count() == 1


def test_without_its_lock_me_too_pressed_twice_would_be_two(waiting):
    (ann,) = people("Ann Lee")
    both_have_looked = Barrier(2)

    def unguarded():
        mine = waiting.sharers.by(ann.contact).first()
        both_have_looked.wait()
        return mine or make_pledge(same_words(waiting, ann.contact, at=NOW()), at=NOW())

    at_once(unguarded, unguarded)

    assert waiting.sharers.count() == 2


def test_people_who_press_at_one_moment_are_each_counted_once(waiting):
    members = people("Ann Lee", "Bob Moss", "Cat Hill", "Dan Wood")

    at_once(*[lambda one=one: me_too(waiting, by=one, at=NOW()) for one in members * 2])

    assert waiting.sharers.count() == len(members)


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_last_one_wanted_and_one_more_begin_with_all_and_each_is_told_once(waiting, _round):
    ann, bob, cat = people("Ann Lee", "Bob Moss", "Cat Hill")
    me_too(waiting, by=ann, at=NOW())
    joins = [lambda one=one: me_too(waiting, by=one, at=NOW()) for one in (bob, cat)]

    at_once(*joins, *[lambda: settle_all(NOW())] * 2)
    settle_all(NOW())

    assert states() == ["made"] * 4
    # Who joined what had begun by then was not waiting, and is owed no such word.
    assert len(told()) == len(set(told()))
    assert {"reg@westmere.example", ann.email} <= set(told())


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_who_leaves_while_another_joins_is_not_begun_again_nor_counted(waiting, _round):
    ann, bob = people("Ann Lee", "Bob Moss")
    left = me_too(waiting, by=ann, at=NOW())

    at_once(
        lambda: answer_pledge(left, said=Answer.Said.LET_GO, at=NOW()),
        lambda: me_too(waiting, by=bob, at=NOW()),
        lambda: settle_all(NOW()),
    )
    settle_all(NOW())

    left.refresh_from_db()
    waiting.refresh_from_db()
    begun = waiting.state == "made"
    assert left.state == "let-go"
    assert Pledge.objects.get(contact=bob.contact).state == waiting.state
    assert ("reg@westmere.example" in told()) is begun
    assert len(told()) == len(set(told()))


@pytest.fixture
def found(waiting):
    """The two that it waited for, and nobody has begun it yet."""
    return [me_too(waiting, by=one, at=NOW()) for one in people("Ann Lee", "Bob Moss")]


def test_who_leaves_while_it_is_begun_is_not_begun_and_the_others_wait(waiting, found):
    left, stays = found

    with meanwhile(lambda: settle_all(NOW())) as begin_it, transaction.atomic():
        answer_pledge(left, said=Answer.Said.LET_GO, at=NOW())
        it_waited = not begin_it().done()

    assert it_waited
    assert {row.pk: row.state for row in Pledge.objects.all()} == {
        waiting.pk: "waiting", left.pk: "let-go", stays.pk: "waiting"
    }  # fmt: skip
    assert told() == []


def test_without_the_locks_who_leaves_would_be_begun_again(waiting, found):
    left, _stays = found
    has_read, has_left = Barrier(2), Barrier(2)

    @transaction.atomic
    def unguarded():
        rows = list(Pledge.objects.filter(state="waiting").select_related("contact", "event", "group").order_by("pk"))
        has_read.wait()
        has_left.wait()
        begin(rows, at=NOW())

    def leave():
        has_read.wait()
        answer_pledge(left, said=Answer.Said.LET_GO, at=NOW())
        has_left.wait()

    at_once(unguarded, leave)

    left.refresh_from_db()
    assert left.state == "made"


def test_who_joins_while_its_maker_goes_ahead_is_begun_by_the_clock(waiting):
    ann, bob = people("Ann Lee", "Bob Moss")
    me_too(waiting, by=ann, at=NOW())

    with meanwhile(lambda: decide(waiting, goes_ahead=True, at=NOW())) as go_ahead, transaction.atomic():
        late = me_too(waiting, by=bob, at=NOW())
        it_waited = not go_ahead().done()
    # It waited for the row of the first, and had looked for the others before.
    late.refresh_from_db()
    between = late.state
    settle_all(NOW())

    assert (it_waited, between, states()) == (True, "waiting", ["made"] * 3)
    assert {ann.email, bob.email} <= set(told())
