"""Real threads on PostgreSQL: one press twice at once, and a press while somebody closes the date."""

from uuid import uuid4

import pytest
from django.utils import timezone

from events.actions import Guest
from events.actions.attendance import Press, Settled, note, walk_in
from events.actions.closing import close
from events.models import Attendance, Closing, Tap, Visit
from tests.events.door import end, make_evening
from tests.factories import make_attendance, make_contact
from tests.races import at_once


@pytest.fixture
def evening(transactional_db):
    return make_evening()


def test_a_press_that_arrives_eight_times_at_once_is_one(evening):
    ada, press = make_contact("Ada Quill"), Press(uuid4(), timezone.now())

    at_once(*[lambda: note(evening, ada, "came", press, now=timezone.now())] * 8)

    assert (Attendance.objects.count(), Tap.objects.count()) == (1, 1)


@pytest.mark.parametrize("reach", [{"email": "eli@people.example"}, {"phone": "01632 960 001"}, {}])
def test_somebody_who_walks_in_eight_times_at_once_is_one(evening, reach):
    press = Press(uuid4(), timezone.now())

    at_once(*[lambda: walk_in(evening, Guest("Eli Stone", **reach), press, now=timezone.now())] * 8)

    assert (Attendance.objects.count(), Tap.objects.count()) == (1, 1)


def test_what_is_closed_is_what_was_noted(evening):
    people = [make_contact(f"Guest {number}") for number in range(6)]
    make_attendance(evening, people[0])
    end(evening)
    presses = [
        lambda one=one: note(evening, one, "came", Press(uuid4(), timezone.now()), now=timezone.now())
        for one in people[1:]
    ]

    refused = at_once(*presses, lambda: close(evening, by=None, at=timezone.now()), refuses=Settled)

    came = Attendance.objects.came().count()
    assert came + len(refused) == len(people)
    assert (Closing.objects.get().came, Visit.objects.count()) == (came, came)
    assert Attendance.objects.filter(locked_at=None).count() == 0
