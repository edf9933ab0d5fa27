"""A host changes a date while many people sign up for it: whoever has a place is told."""

from datetime import time, timedelta
from functools import partial

import pytest
from django.utils import timezone

from events.actions import (
    Change,
    Closed,
    NewSeries,
    NewVenue,
    add_date,
    cancel_date,
    change_date,
    set_up_series,
    sign_up,
)
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


def test_whoever_signs_up_while_a_workshop_is_added_is_in_all_of_them():
    series = make_series(is_taken_as_a_whole=True, kind="workshops", rule="")
    first, second = [make_event(series=series, in_days=days, capacity=20) for days in (10, 17)]
    day = second.day + timedelta(days=7)
    add = partial(add_date, series, day=day, starts=time(17, 30), ends=time(19), venue=second.venue, at=timezone.now())
    people = [partial(come, first, number) for number in range(40)]

    at_once([*people[:20], add, *people[20:]])

    rows = [list(one.signups.order_by("contact").values_list("contact", "state")) for one in series.dates.all()]
    assert rows[0] == rows[1] == rows[2]
    assert len(rows[0]) == 40
    assert sorted(series.dates.values_list("taken", flat=True)) == [20, 20, 20]
    line = [list(one.signups.waiting().values_list("contact", flat=True)) for one in series.dates.all()]
    assert line[0] == line[1] == line[2]
