"""Many people tell, change and take back what they need at once; the totals agree with the rows."""

from collections import Counter
from collections.abc import Callable
from functools import partial

import pytest
from django.utils import timezone

from events.actions import Guest, give_back, mark_met, sign_up, take_back_needs, tell_needs
from events.actions.calls import tick_off
from events.models import WORDS, AccessNeed, AccessTotal, Call
from tests.events.people import guest, sign_ups
from tests.events.test_race import at_once
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db(transaction=True)
WANTED = ["hearing", "food", "quiet", "print", "seat"]


def totals(event):
    rows = AccessTotal.objects.filter(event=event)
    return {row.need: (row.asked, row.met) for row in rows if row.asked or row.met}


def counted(event):
    asked: Counter[str] = Counter()
    met: Counter[str] = Counter()
    for row in AccessNeed.objects.filter(signup__event=event):
        asked.update(row.asked)
        met.update(row.met)
    return {need: (asked[need], met[need]) for need in asked}


def test_totals_hold_while_people_tell_and_change_and_the_lead_ticks():
    lead = make_member("Kwame Asiedu", roles=["facilitator"])
    event = make_event()
    event.series.hosts.add(lead)
    signups, leaving = sign_ups(event, 12), sign_ups(event, 4, first=50)
    tasks: list[Callable[[], object]] = []
    for turn in range(4):
        for number, signup in enumerate(signups):
            needs = WANTED[(turn + number) % 4 : (turn + number) % 4 + 2]
            words = "A chair" if (turn + number) % 3 else ""
            tasks.append(partial(tell_needs, signup, needs=needs, words=words, at=timezone.now()))
        ready = {signup.uuid: {*WANTED[turn:], WORDS} for signup in signups}
        tasks.append(partial(mark_met, event, ready, by=lead))
        tasks.append(partial(sign_up, event, guest(100 + turn), at=timezone.now()))
        tasks.append(partial(tell_needs, leaving[turn], needs=["travel"], words="", at=timezone.now()))
        tasks.append(partial(give_back, leaving[turn], at=timezone.now()))

    at_once(tasks)

    gone = AccessNeed.objects.filter(signup__in=leaving)
    assert AccessNeed.objects.exclude(pk__in=gone).count() == 12
    assert [row.needs for row in gone] == [[]] * len(gone)
    of_all = totals(event)
    assert of_all.pop("travel", (0, 0)) == (len(gone), 0)
    assert of_all == counted(event)


def test_the_same_yes_twenty_times_is_one_row_counted_once():
    event = make_event()
    (signup,) = sign_ups(event, 1)

    at_once([partial(tell_needs, signup, needs=["food"], words="No nuts", at=timezone.now()) for _ in range(20)])

    assert AccessNeed.objects.count() == 1
    assert totals(event) == {"food": (1, 0), "words": (1, 0)}


def test_taken_back_by_twenty_presses_is_once():
    event = make_event()
    (signup,) = sign_ups(event, 1)
    tell_needs(signup, needs=["food"], words="", at=timezone.now())

    taken = at_once([partial(take_back_needs, signup, by=signup.contact.uuid, at=timezone.now()) for _ in range(20)])

    assert sorted(taken) == [False] * 19 + [True]
    assert totals(event) == {"food": (1, 0)}


def test_two_hosts_tick_the_same_person_off_once():
    hosts = [make_member(name, roles=["facilitator"]) for name in ("Kwame Asiedu", "Ros Hale")]
    event = make_event(in_days=30)
    signup = sign_up(event, Guest(name="Jim", phone="01632 960 111"), at=timezone.now())

    at_once([partial(tick_off, event, signup, by=hosts[turn % 2], at=timezone.now()) for turn in range(20)])

    assert Call.objects.count() == 1
