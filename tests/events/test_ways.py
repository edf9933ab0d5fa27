"""In the room and online: places and a line for each, in one sequence of numbers."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.actions import give_back, set_capacity, sign_up
from events.models import Event, SignUp
from tests.events.people import emails, guest, states
from tests.factories import make_event


def come(event, number, way):
    return sign_up(event, guest(number), at=timezone.now(), way=way)


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def full_both_ways():
    """One place each way, and two who wait for each, by turns."""
    event = make_event(capacity=1, online_capacity=1)
    ways = ["room", "online", "room", "online", "room", "online"]
    return event, [come(event, number, way) for number, way in enumerate(ways, start=1)]


def test_each_way_has_places_and_a_line_of_its_own(db):
    event, rows = full_both_ways()

    event.refresh_from_db()
    assert (event.taken, event.online_taken, event.last_position) == (1, 1, 4)
    assert [(row.way, row.position, row.place_in_line()) for row in rows[2:]] == [
        ("room", 1, 1), ("online", 2, 1), ("room", 3, 2), ("online", 4, 2)
    ]  # fmt: skip


def test_a_place_online_goes_to_the_next_who_waits_for_that(db):
    event, rows = full_both_ways()

    give_back(rows[1], at=timezone.now())

    event.refresh_from_db()
    assert (event.taken, event.online_taken) == (1, 1)
    assert emails("events.offered") == ["guest4@people.example"]
    assert states(event)["Guest 3"] == ("waiting", 1)


def test_more_places_online_are_offered_online(db):
    event, _rows = full_both_ways()

    set_capacity(event, 1, online=3, at=timezone.now())

    assert emails("events.offered") == ["guest4@people.example", "guest6@people.example"]


def test_the_database_holds_both_limits(db):
    event = make_event(capacity=1, online_capacity=1)

    for column, name in (("taken", "never_oversold"), ("online_taken", "never_oversold_online")):
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            Event.objects.filter(pk=event.pk).update(**{column: 2})


def test_the_form_asks_for_the_way_only_where_there_are_two(db, client):
    event = make_event(capacity=3, online_capacity=2)
    both = read(client, f"{event.get_absolute_url()}join/")
    Event.objects.update(online_capacity=0)

    one = read(client, f"{event.get_absolute_url()}join/")

    assert "In the room: 3 places left" in both
    assert "Online: 2 places left" in both
    assert "How will you join?" not in one


def test_without_a_choice_the_form_comes_back_with_what_was_typed(db, client):
    event = make_event(online_capacity=2)
    form = {"name": "Jo O’Brien", "reach": "jo@people.example"}

    wrong = client.post(f"{event.get_absolute_url()}join/", form).content.decode()
    client.post(f"{event.get_absolute_url()}join/", {**form, "way": "online"})

    assert "Choose how you will join" in wrong
    assert 'value="jo@people.example"' in wrong
    assert [(row.way, row.state) for row in SignUp.objects.all()] == [("online", "confirmed")]


def test_where_all_is_online_nobody_is_asked(db, client):
    event = make_event(capacity=0, online_capacity=2)

    answer = client.post(f"{event.get_absolute_url()}join/", {"name": "Jo", "reach": "jo@people.example"})

    event.refresh_from_db()
    assert answer.status_code == 302
    assert (event.taken, event.online_taken) == (0, 1)


def test_a_member_chooses_the_way_with_the_one_press(amara, sign_in):
    event = make_event(capacity=2, online_capacity=2)
    member = sign_in(amara)

    words = member.get(event.get_absolute_url()).content.decode()
    member.post(f"{event.get_absolute_url()}join/", {"way": "online"})

    assert 'name="way"' in words
    assert SignUp.objects.get().way == "online"


def test_the_link_for_online_is_shown_from_the_day_before_to_whoever_said_yes(db, client):
    event = make_event(in_days=3, capacity=1, online_capacity=1, online_link="https://meet.example/kettle")
    come(event, 9, "room")
    mine, waits = come(event, 1, "online"), come(event, 2, "online")
    early = read(client, mine.get_absolute_url())
    soon = timezone.now() + timedelta(hours=20)
    Event.objects.update(starts_at=soon, ends_at=soon + timedelta(hours=1))

    pages = [read(client, row.get_absolute_url()) for row in (mine, waits)]
    pages.append(read(client, mine.get_answer_url()))

    assert ["meet.example" in page for page in [early, *pages]] == [False, True, False, False]
