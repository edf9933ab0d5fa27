"""Who has a place, who waits, and what becomes of a place given back."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from events.actions import Closed, Guest, TooFewPlaces, give_back, set_capacity, sign_up
from events.models import SignUp
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states
from tests.factories import make_contact, make_event, make_organisation


def test_places_go_first_and_then_numbers_in_the_line(db):
    event = make_event(capacity=2)

    sign_ups(event, 4)

    event.refresh_from_db()
    assert (event.taken, event.last_position) == (2, 2)
    assert states(event) == {
        "Guest 1": ("confirmed", None),
        "Guest 2": ("confirmed", None),
        "Guest 3": ("waiting", 1),
        "Guest 4": ("waiting", 2),
    }


def test_the_same_person_twice_is_one_row_and_one_email(db):
    event = make_event()

    first = sign_up(event, guest(1), at=timezone.now())
    again = sign_up(event, Guest(name="Somebody Else", email="GUEST1@people.example"), at=timezone.now())

    event.refresh_from_db()
    assert (first, event.taken) == (again, 1)
    assert first.contact.name == "Guest 1"
    assert emails("events.confirmed") == ["guest1@people.example"]


def test_a_known_person_is_not_renamed_or_shown_by_a_strangers_form(db):
    known = make_contact("Reg Thackeray", email="Reg@people.example")

    signup = sign_up(
        make_event(), Guest(name="A Stranger", email="reg@people.example"), at=timezone.now(), show_name=True
    )

    assert signup.contact == known
    assert (signup.contact.name, signup.show_name) == ("Reg Thackeray", False)


def test_a_guest_brings_the_sector_of_their_organisation(db):
    organisation = make_organisation("Brookfold Homes", cloth="housing")

    signup = sign_up(make_event(), guest(1, organisation=organisation), at=timezone.now())

    assert signup.contact.sector == organisation.sector


def test_a_place_given_back_goes_to_the_next_in_line_with_one_email(db):
    event = make_event(capacity=1)
    first, *_ = sign_ups(event, 3)

    give_back(first, at=timezone.now())
    give_back(first, at=timezone.now())

    event.refresh_from_db()
    assert event.taken == 1
    assert states(event) == {
        "Guest 1": ("cancelled", None),
        "Guest 2": ("offered", 1),
        "Guest 3": ("waiting", 2),
    }
    assert emails("events.offered") == ["guest2@people.example"]
    assert emails("events.given-back") == ["guest1@people.example"]


def test_what_was_not_sent_yet_is_dropped_when_its_reason_goes(db):
    (signup,) = sign_ups(make_event(), 1)

    give_back(signup, at=timezone.now())

    rows = OutgoingEmail.objects.order_by("pk").values_list("purpose", "state")
    assert list(rows) == [("events.confirmed", "cancelled"), ("events.given-back", "due")]


def test_leaving_the_waiting_list_frees_no_place(db):
    event = make_event(capacity=1)
    _, second, third = sign_ups(event, 3)

    give_back(second, at=timezone.now())

    event.refresh_from_db()
    assert event.taken == 1
    assert third.place_in_line() == 1


def test_whoever_comes_back_gets_a_new_number(db):
    event = make_event(capacity=1)
    first, *_ = sign_ups(event, 3)
    give_back(first, at=timezone.now())

    again = sign_up(event, guest(1), at=timezone.now())

    assert again == first
    assert (again.state, again.position, again.place_in_line()) == ("waiting", 3, 2)
    assert emails("events.waiting")[-1] == "guest1@people.example"


def test_more_places_go_to_those_who_wait_in_order(db):
    event = make_event(capacity=1)
    sign_ups(event, 4)

    set_capacity(event, 3, at=timezone.now())

    event.refresh_from_db()
    assert event.taken == 3
    assert [state for state, _ in states(event).values()] == ["confirmed", "offered", "offered", "waiting"]
    assert emails("events.offered") == ["guest2@people.example", "guest3@people.example"]


def test_capacity_does_not_go_below_the_places_taken(db):
    event = make_event(capacity=3)
    sign_ups(event, 2)

    with pytest.raises(TooFewPlaces):
        set_capacity(event, 1, at=timezone.now())

    event.refresh_from_db()
    assert event.capacity == 3


@pytest.mark.parametrize("minutes", [59, 0, -200])
def test_sign_up_stops_an_hour_before_the_start(db, minutes):
    event = make_event()

    with pytest.raises(Closed):
        sign_up(event, guest(1), at=event.starts_at - timedelta(minutes=minutes))

    assert not SignUp.objects.exists()
    assert sign_up(event, guest(1), at=event.starts_at - timedelta(minutes=61)).has_a_place


def test_a_cancelled_date_takes_nobody(db):
    event = make_event(cancelled_at=timezone.now(), cancelled_because="The hall is flooded.")

    with pytest.raises(Closed):
        sign_up(event, guest(1), at=timezone.now())


def test_nobody_is_called_in_once_it_has_begun(db):
    event = make_event(capacity=1)
    first, _ = sign_ups(event, 2)

    give_back(first, at=event.starts_at)

    event.refresh_from_db()
    assert (event.taken, emails("events.offered")) == (0, [])


def test_somebody_with_a_phone_alone_gets_a_place_and_no_email(db):
    event = make_event()

    signup = sign_up(event, Guest(name="Jim", phone="01632 960 111"), at=timezone.now())

    assert signup.has_a_place
    assert not OutgoingEmail.objects.exists()


def test_nobody_waits_without_a_number(db):
    event = make_event(capacity=1)

    with pytest.raises(IntegrityError, match="waiting_has_a_number"), transaction.atomic():
        SignUp.objects.create(
            event=event,
            contact=make_contact(),
            state="waiting",
            position=None,
            signed_up_at=timezone.now(),
            changed_at=timezone.now(),
        )
