"""Many people at once, on PostgreSQL with a connection a thread; and what happens without the lock."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from random import Random
from threading import Barrier
from threading import Event as Flag
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.models import Count, F, Q
from django.test import Client
from django.utils import timezone

from events.actions import TooFewPlaces, give_back, set_capacity, sign_up
from events.models import Event, SignUp, locks
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states
from tests.factories import make_contact, make_event

THREADS = 16
pytestmark = pytest.mark.django_db(transaction=True)


def at_once(tasks):
    """Deal the tasks out to threads that start together; each has its own connection."""
    hands = [tasks[number::THREADS] for number in range(THREADS)]
    start = Barrier(THREADS)

    def play(hand):
        try:
            start.wait()
            return [task() for task in hand]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return [answer for answers in pool.map(play, hands) for answer in answers]


def test_five_hundred_people_race_for_sixty_eight_places():
    event = make_event(capacity=68)

    at_once([partial(sign_up, event, guest(number), at=timezone.now()) for number in range(500)])

    event.refresh_from_db()
    confirmed = list(event.signups.with_a_place().values_list("pk", flat=True))
    waiting = list(event.signups.waiting().values_list("pk", "position"))
    assert (event.taken, len(confirmed), len(waiting)) == (68, 68, 432)
    assert [position for _, position in waiting] == list(range(1, 433))
    assert max(confirmed) < min(pk for pk, _ in waiting)
    assert len(emails("events.confirmed")) == 68


def test_without_the_lock_the_same_race_oversells():
    event = make_event(capacity=68)
    people = [make_contact(f"Guest {number}") for number in range(200)]

    at_once([partial(count_then_insert, event, person) for person in people])

    assert event.signups.with_a_place().count() > 68


@transaction.atomic
def count_then_insert(event, person):
    """What a careful reader might write, and what sold 98 to 129 of 68 places when it was measured."""
    if event.signups.with_a_place().count() < event.capacity:
        now = timezone.now()
        SignUp.objects.create(event=event, contact=person, state="confirmed", signed_up_at=now, changed_at=now)


def test_a_storm_of_changes_keeps_every_promise():
    event = make_event(capacity=20)
    storm = storm_over(event, sign_ups(event, 45))

    with watched(event) as oversold:
        at_once(storm)

    event.refresh_from_db()
    confirmed, wanting = event.signups.with_a_place().count(), event.signups.live().count()
    assert oversold == []
    assert confirmed == event.taken == min(event.capacity, wanting)
    promoted = emails("events.offered")
    in_line = dict(event.signups.filter(position__isnull=False).values_list("contact__email", "position"))
    assert len(promoted) == len(set(promoted)) > 0
    assert [in_line[email] for email in promoted] == sorted(in_line[email] for email in promoted)


def storm_over(event, signups):
    """Thirty give their place back, thirty come, and the room changes ten times, in an order that a seed decides."""
    chance = Random(7)
    now = timezone.now()
    storm: list[Callable[[], object]] = []
    storm += [partial(give_back, row, at=now) for row in chance.sample(signups, 30)]
    storm += [partial(sign_up, event, guest(number), at=now) for number in range(100, 130)]
    storm += [partial(resize, event, capacity) for capacity in chance.choices(range(15, 30), k=10)]
    chance.shuffle(storm)
    return storm


def resize(event, capacity):
    with suppress(TooFewPlaces):
        set_capacity(event, capacity, at=timezone.now())


@contextmanager
def watched(event):
    """Every sample that found more people with a place than there were places, of either way, taken all the while."""
    oversold: list[Event] = []
    stop = Flag()

    def look():
        places = Q(signups__state__in=["confirmed", "offered"])
        room = Count("signups", filter=places & Q(signups__way="room"))
        online = Count("signups", filter=places & Q(signups__way="online"))
        counted = Event.objects.annotate(in_room=room, from_home=online)
        while not stop.is_set():
            oversold.extend(counted.filter(Q(in_room__gt=F("capacity")) | Q(from_home__gt=F("online_capacity"))))
        connection.close()

    with ThreadPoolExecutor(1) as watcher:
        looking = watcher.submit(look)
        try:
            yield oversold
        finally:
            stop.set()
            looking.result()


@pytest.mark.parametrize("reach", ["jo@people.example", "07700 900 123"])
def test_the_same_form_twenty_times_at_once_is_one_place(reach):
    event = make_event()
    form = {"name": "Jo", "reach": reach, "form_key": str(uuid4())}

    answers = at_once([lambda: Client().post(f"{event.get_absolute_url()}join/", form) for _ in range(20)])

    event.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302] * 20
    assert all(answer["Location"].startswith("/events/place/") for answer in answers)
    assert (event.taken, states(event)) == (1, {"Jo": ("confirmed", None)})
    assert OutgoingEmail.objects.count() == ("@" in reach)


def test_a_row_that_stays_locked_is_busy_and_not_an_error(monkeypatch):
    monkeypatch.setattr(locks, "LOCK_TIMEOUT", "20ms")
    event = make_event()
    (held,) = sign_ups(event, 1)
    form = {"name": "Jo", "reach": "jo@people.example"}

    with transaction.atomic():
        Event.objects.lock(event)
        with ThreadPoolExecutor(1) as pool:
            page = pool.submit(posted, f"{event.get_absolute_url()}join/", form).result()
            given = pool.submit(posted, f"{held.get_absolute_url()}give-back/", {}).result()

    assert given.status_code == 429
    assert "Nothing has changed." in given.content.decode()
    assert page.status_code == 200
    assert "Many people are saving a place at this moment" in page.content.decode()
    assert 'value="jo@people.example"' in page.content.decode()
    assert SignUp.objects.get() == held
    assert SignUp.objects.get().has_a_place


def posted(url, form):
    try:
        return Client().post(url, form)
    finally:
        connection.close()
