"""Another way, one more to bring, a tick that changed: by the link in the email."""

from django.urls import resolve
from django.utils import timezone

from events.actions import sign_up
from events.models import PLACE_LINK, Event, SignUp
from tests.events.people import emails, guest, states
from tests.factories import make_event


def come(event, number=1, way="room"):
    return sign_up(event, guest(number), at=timezone.now(), way=way)


def change(client, signup, **fields):
    return client.post(f"{signup.get_absolute_url()}change/", fields)


def test_somebody_joins_from_home_instead_and_the_next_is_offered_the_room(db, client):
    event = make_event(capacity=1, online_capacity=1)
    mine, _other = come(event, 1), come(event, 2)

    change(client, mine, way="online")

    event.refresh_from_db()
    assert (event.taken, event.online_taken) == (1, 1)
    assert states(event) == {"Guest 1": ("confirmed", None), "Guest 2": ("offered", 1)}
    assert emails("events.confirmed") == ["guest1@people.example", "guest1@people.example"]


def test_where_the_other_way_is_full_they_keep_what_they_have(db, client):
    event = make_event(capacity=1, online_capacity=1)
    mine, _other = come(event, 1), come(event, 2, "online")

    words = change(client, mine, way="online", show_name="on").content.decode()

    mine.refresh_from_db()
    assert "There is no place left that way. You keep the one you have." in words
    assert (mine.way, mine.state, mine.show_name) == ("room", "confirmed", False)


def test_whoever_waits_gets_a_place_of_the_other_way(db, client):
    event = make_event(capacity=1, online_capacity=1)
    come(event, 1)
    waiting = come(event, 2)

    change(client, waiting, way="online")

    event.refresh_from_db()
    assert (event.taken, event.online_taken) == (1, 1)
    assert states(event)["Guest 2"] == ("confirmed", None)


def test_they_bring_somebody_later_and_at_most_three(db, client):
    event = make_event(capacity=20)
    mine = come(event)
    assert "Do you bring someone else?" in client.get(f"{mine.get_absolute_url()}change/").content.decode()

    for name in ("Reg", "Ida", "Sid", "Una"):
        change(client, mine, brings=name)

    event.refresh_from_db()
    assert event.taken == 4
    assert "Do you bring someone else?" not in client.get(f"{mine.get_absolute_url()}change/").content.decode()
    assert set(states(event)) == {"Guest 1", "Reg", "Ida", "Sid"}


def test_a_tick_is_kept_without_an_email(db, client):
    mine = come(make_event())
    page = client.get(f"{mine.get_absolute_url()}change/").content.decode()

    change(client, mine, show_name="on", has_carer="on")

    mine.refresh_from_db()
    assert "Change how you come" in page
    assert (mine.show_name, mine.has_carer) == (True, True)
    assert emails("events.confirmed") == ["guest1@people.example"]


def test_after_sign_up_has_closed_nothing_changes(db, client):
    mine = come(make_event(online_capacity=2))
    Event.objects.update(cancelled_at=timezone.now(), cancelled_because="Snow.")

    answer = change(client, mine, way="online", brings="Reg")

    # The link's token carries the second in which it was made, so what it opens is compared.
    assert PLACE_LINK.read(resolve(answer["Location"]).kwargs["token"]) == mine.uuid
    assert [(row.way, row.contact.name) for row in SignUp.objects.select_related("contact")] == [("room", "Guest 1")]
