"""A host changes a date while many people sign up for it: whoever has a place is told."""

from datetime import time
from functools import partial

import pytest
from django.utils import timezone

from events.actions import Change, Closed, NewSeries, NewVenue, cancel_date, change_date, set_up_series, sign_up
from events.models import HowOften, Rhythm, Series
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest
from tests.events.test_race import at_once
from tests.factories import make_event, make_member, make_series

pytestmark = pytest.mark.django_db(transaction=True)


def come(event, number):
    """Their row, or nothing when it was cancelled a moment before."""
    try:
        return sign_up(event, guest(number), at=timezone.now())
    except Closed:
        return None


def test_everybody_who_got_a_place_before_it_was_cancelled_is_told():
    event, host = make_event(capacity=20), make_member("Kwame Asiedu", roles=["facilitator"])
    cancel = [partial(cancel_date, event, because="Snow.", by=host, at=timezone.now())] * 3
    people = [partial(come, event, number) for number in range(60)]

    at_once([*people[:30], *cancel, *people[30:]])

    coming = sorted(event.signups.live().values_list("contact__email", flat=True))
    assert sorted(emails("events.cancelled")) == coming
    assert len(coming) == len(set(coming))


def test_everybody_in_a_moved_date_knows_its_new_time():
    event = make_event(capacity=20)
    change = Change(event.day, time(18), time(20), event.venue)
    people = [partial(come, event, number) for number in range(60)]

    at_once([*people[:30], *[partial(change_date, event, change, at=timezone.now())] * 3, *people[30:]])

    event.refresh_from_db()
    early = OutgoingEmail.objects.filter(text__contains="5:30pm to 7pm").exclude(purpose="events.changed")
    assert (event.sequence, event.taken, event.signups.live().count()) == (1, 20, 60)
    assert sorted(emails("events.changed")) == sorted(early.values_list("to", flat=True))


def test_two_hosts_choose_one_name_at_once():
    hosts = [make_member(f"Host {number}", roles=["facilitator"]) for number in range(16)]
    rhythm = Rhythm.on(timezone.localdate(), HowOften.ONCE)
    new = NewSeries("Kettle", NewVenue("The lock", "Dene"), rhythm, time(17, 30), time(19))

    answers = at_once([partial(set_up_series, new, by=host, at=timezone.now()) for host in hosts])

    assert len({series.slug for series in answers}) == 16


def test_the_same_form_twenty_times_at_once_is_one_series():
    host, key = make_member("Kwame Asiedu", roles=["facilitator"]), make_series().uuid
    rhythm = Rhythm.on(timezone.localdate(), HowOften.WEEK)
    new = NewSeries("Kettle", NewVenue("The lock", "Dene"), rhythm, time(17, 30), time(19), form_key=key)

    answers = at_once([partial(set_up_series, new, by=host, at=timezone.now())] * 20)

    assert len({series.pk for series in answers}) == 1
    assert Series.objects.filter(title="Kettle").count() == 1
    assert answers[0].dates.count() == 53
