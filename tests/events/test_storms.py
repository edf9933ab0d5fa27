"""Everything that changes places, all at once, on PostgreSQL with a connection a thread; and the controls."""

from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from random import Random
from uuid import uuid4

import pytest
from django.db import transaction
from django.db.models import Count, F
from django.test import Client
from django.utils import timezone

from events.actions import accept, give_back, hold_places, keep_offers_moving, reconcile, sign_up
from events.models import Event, Question, SignUp
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states
from tests.events.test_race import at_once, resize, watched
from tests.factories import make_event, make_member, make_series, sector

pytestmark = pytest.mark.django_db(transaction=True)


def lapse(at):
    """The clock, as if it were then: every offer made before has run out."""
    return keep_offers_moving(at)


def say_yes(event):
    """Whoever is offered a place at this moment takes it, if it is still theirs."""
    signup = SignUp.objects.with_details().filter(event=event, state="offered").order_by("?").first()
    return accept(signup, at=timezone.now()) if signup else False


def storm_over(event, signups, seed):
    """Cancels, sign-ups for both ways, some with company, changes of size, lapses and yeses, as a seed mixes them."""
    chance, now = Random(seed), timezone.now()
    storm: list[Callable[[], object]] = [partial(give_back, row, at=now) for row in chance.sample(signups, 40)]
    for number in range(100, 140):
        way, brings = chance.choice(["room", "online"]), chance.choice(["", "", f"Friend of {number}"])
        storm.append(partial(sign_up, event, guest(number), at=now, way=way, brings=brings))
    storm += [partial(resize, event, capacity) for capacity in chance.choices(range(15, 30), k=10)]
    storm += [partial(lapse, now + timedelta(hours=25)) for _ in range(5)]
    storm += [partial(say_yes, event) for _ in range(15)]
    chance.shuffle(storm)
    return storm


def numbers_of(event, purpose):
    """The waiting numbers of those who got this email, by way, in the order the emails were written."""
    keyed = {f"{row.uuid}:{row.turn}": row for row in event.signups.all()}
    keys = list(OutgoingEmail.objects.filter(purpose=purpose).order_by("pk").values_list("key", flat=True))
    assert len(keys) == len(set(keys))
    rows = [keyed[key] for key in keys]
    return {way: [row.position for row in rows if row.way == way] for way in ("room", "online")}


@pytest.mark.parametrize("seed", [3, 11, 29])
def test_a_storm_of_everything_keeps_every_promise(seed):
    event = make_event(capacity=20, online_capacity=6)
    signups = sign_ups(event, 45)
    signups += [sign_up(event, guest(number), at=timezone.now(), way="online") for number in range(50, 65)]

    with watched(event) as oversold:
        at_once(storm_over(event, signups, seed))

    event.refresh_from_db()
    assert oversold == []
    had = Counter(event.signups.with_a_place().values_list("way", flat=True))
    live = Counter(event.signups.live().values_list("way", flat=True))
    assert (had["room"], had["online"]) == (event.taken, event.online_taken)
    assert had["room"] == min(event.capacity, live["room"])
    assert had["online"] == min(event.online_capacity, live["online"])
    assert event.signups.filter(contact__name__startswith="Guest").count() == 100
    offered = numbers_of(event, "events.offered")
    assert offered["room"] != []
    assert offered == {way: sorted(numbers) for way, numbers in offered.items()}
    for way in ("room", "online"):
        waiting = event.signups.waiting().filter(way=way).values_list("position", flat=True)
        assert not waiting or min(waiting) > max(offered[way], default=0)
    assert reconcile(timezone.now()) == 0


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(5))
def test_two_hundred_cancels_two_hundred_sign_ups_and_thirty_changes_of_size(seed):
    event, now, chance = make_event(capacity=68), timezone.now(), Random(seed)
    rows = sign_ups(event, 260)
    storm: list[Callable[[], object]] = [partial(give_back, row, at=now) for row in chance.sample(rows, 200)]
    storm += [partial(sign_up, event, guest(number), at=now) for number in range(1000, 1200)]
    storm += [partial(resize, event, capacity) for capacity in chance.choices(range(40, 90), k=30)]
    chance.shuffle(storm)

    with watched(event) as oversold:
        at_once(storm)

    event.refresh_from_db()
    had, wanting = event.signups.with_a_place().count(), event.signups.live().count()
    assert oversold == []
    assert had == event.taken == min(event.capacity, wanting)
    assert (event.signups.count(), wanting) == (460, 260)
    offered = numbers_of(event, "events.offered")["room"]
    assert offered == sorted(offered) != []
    assert set(event.signups.filter(state="offered").values_list("position", flat=True)) <= set(offered)
    waiting = event.signups.waiting().values_list("position", flat=True)
    assert not waiting or min(waiting) > max(offered)


def test_two_schedulers_at_once_pass_each_offer_on_once():
    event = make_event(capacity=10)
    rows = sign_ups(event, 40)
    for row in rows[:10]:
        give_back(row, at=timezone.now())
    later = timezone.now() + timedelta(hours=25)

    lapsed = at_once([partial(lapse, later) for _ in range(16)])

    event.refresh_from_db()
    assert sum(lapsed) == 10
    assert event.taken == event.signups.filter(state="offered").count() == 10
    assert emails("events.offered") == [f"guest{number}@people.example" for number in range(11, 31)]


def test_without_reading_again_under_the_lock_two_schedulers_pass_it_on_twice():
    event = make_event(capacity=20)
    rows = sign_ups(event, 40)
    for row in rows[:10]:
        give_back(row, at=timezone.now())
    offers = list(event.signups.filter(state="offered"))

    at_once([partial(lapse_from_memory, event, offers) for _ in range(16)])

    event.refresh_from_db()
    assert event.taken != event.signups.with_a_place().count()


@transaction.atomic
def lapse_from_memory(event, offers):
    """What a careful reader might write: the offers were read before the lock, and lapse again in each process."""
    for row in offers:
        row.move(SignUp.State.LAPSED, at=timezone.now())
        Event.objects.filter(pk=event.pk, taken__gt=0).update(taken=F("taken") - 1)


def test_a_yes_and_the_clock_at_once_leave_one_of_them():
    event = make_event(capacity=8)
    rows = sign_ups(event, 30)
    for row in rows[:8]:
        give_back(row, at=timezone.now())
    offers = list(SignUp.objects.with_details().filter(state="offered"))
    later = timezone.now() + timedelta(hours=25)
    storm: list[Callable[[], object]] = [partial(accept, row, at=later) for row in offers]
    storm += [partial(lapse, later) for _ in range(8)]
    Random(5).shuffle(storm)

    said = at_once(storm)

    event.refresh_from_db()
    yeses = sum(answer is True for answer in said)
    assert event.signups.filter(pk__in=[row.pk for row in offers], state="confirmed").count() == yeses
    assert event.taken == event.signups.with_a_place().count() == 8
    assert len(emails("events.offered")) == len(set(emails("events.offered"))) == 8 + (8 - yeses)


def test_twenty_presses_of_yes_are_one_place_and_one_confirmation():
    event = make_event(capacity=1)
    first, _second = sign_ups(event, 2)
    give_back(first, at=timezone.now())
    signup = SignUp.objects.get(state="offered")

    answers = at_once([lambda: Client().post(signup.get_accept_url()) for _ in range(20)])

    assert [answer.status_code for answer in answers] == [302] * 20
    assert states(event)["Guest 2"] == ("confirmed", 1)
    assert emails("events.confirmed") == ["guest1@people.example", "guest2@people.example"]


@pytest.mark.parametrize("reach", ["jo@people.example", "07700 900 123"])
def test_the_fullest_form_twenty_times_at_once_is_one_of_each(reach):
    event = make_event(online_capacity=5)
    question = Question.objects.create(series=event.series, words="Tea?", kind="short")
    form = {"name": "Jo", "reach": reach, "form_key": str(uuid4()), "way": "online", "brings": "Reg Thackeray"}
    form |= {"has_carer": "on", question.field_name: "Please"}

    answers = at_once([lambda: Client().post(f"{event.get_absolute_url()}join/", form) for _ in range(20)])

    event.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302] * 20
    assert all(answer["Location"].startswith("/events/place/") for answer in answers)
    assert (event.taken, event.online_taken) == (0, 2)
    assert states(event) == {"Jo": ("confirmed", None), "Reg Thackeray": ("confirmed", None)}
    assert question.answers.count() == 1


def test_all_dates_of_workshops_are_taken_together_in_a_storm():
    series = make_series(is_taken_as_a_whole=True, rule="")
    events = [make_event(series=series, in_days=days, capacity=places) for days, places in ((10, 9), (17, 8), (24, 10))]
    rows = sign_ups(events[1], 20)
    chance, now = Random(2), timezone.now()
    storm: list[Callable[[], object]] = [partial(give_back, row, at=now) for row in chance.sample(rows, 12)]
    storm += [partial(sign_up, chance.choice(events), guest(number), at=now) for number in range(100, 125)]
    storm += [partial(lapse, now + timedelta(hours=25)) for _ in range(4)]
    chance.shuffle(storm)

    at_once(storm)

    states_of = SignUp.objects.values("contact").annotate(kinds=Count("state", distinct=True), dates=Count("pk"))
    assert [(row["kinds"], row["dates"]) for row in states_of] == [(1, 3)] * 45
    for event in series.dates.all():
        assert event.taken == event.signups.with_a_place().count() == min(8, event.signups.live().count())
    assert len(emails("events.offered")) == len(set(emails("events.offered"))) > 0


def test_a_hundred_people_race_for_places_of_which_some_are_kept():
    event = make_event(capacity=30)
    hold_places(event, {sector("residents"): 10}, by=make_member("Hal Brook"), at=timezone.now())
    event = Event.objects.with_details().get()
    cloths = [sector("residents") if number % 5 == 0 else sector("nhs") for number in range(100)]

    at_once([partial(sign_up, event, guest(n, sector=cloth), at=timezone.now()) for n, cloth in enumerate(cloths)])

    event.refresh_from_db()
    had = Counter(event.signups.with_a_place().values_list("contact__sector__slug", flat=True))
    assert event.taken == sum(had.values()) == 30
    assert had["residents"] >= 10
    assert had["nhs"] <= 20
