"""One sign-up for all dates of a row of workshops: all of them, or none."""

from django.utils import timezone

from events.actions import accept, give_back, keep_offers_moving, sign_up
from events.models import Series, SignUp
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, until
from tests.factories import make_event, make_series


def workshops(*capacities):
    series = make_series(is_taken_as_a_whole=True, kind="workshops", rule="")
    return [make_event(series=series, in_days=10 + 7 * n, capacity=places) for n, places in enumerate(capacities)]


def by_date(events):
    """For each date, who has what."""
    return [list(event.signups.order_by("contact__name").values_list("state", flat=True)) for event in events]


def test_one_sign_up_has_a_place_at_every_date_and_one_email(db, client):
    events = workshops(2, 2, 2)

    client.post(f"{events[1].get_absolute_url()}join/", {"name": "Jo", "reach": "jo@people.example"})

    assert by_date(events) == [["confirmed"]] * 3
    assert [Series.objects.get().dates.get(pk=event.pk).taken for event in events] == [1, 1, 1]
    email = OutgoingEmail.objects.get()
    assert email.calendar.count("BEGIN:VEVENT") == 3
    page = client.get(SignUp.objects.order_by("pk")[0].get_absolute_url()).content.decode()
    assert "It covers all these dates" in page


def test_where_one_date_is_full_they_wait_for_all(db):
    events = workshops(2, 1, 2)

    sign_ups(events[0], 2)

    assert by_date(events) == [["confirmed", "waiting"]] * 3


def test_the_same_person_at_another_date_is_the_same_sign_up(db):
    events = workshops(2, 2)
    first = sign_up(events[0], guest(1), at=timezone.now())

    again = sign_up(events[1], guest(1), at=timezone.now())

    assert again.contact == first.contact
    assert (SignUp.objects.count(), len(emails("events.confirmed"))) == (2, 1)


def test_giving_back_frees_all_and_the_next_is_offered_all_with_one_email(db):
    events = workshops(1, 1, 1)
    rows = sign_ups(events[0], 3)

    give_back(rows[0], at=timezone.now())

    assert by_date(events) == [["cancelled", "offered", "waiting"]] * 3
    assert emails("events.offered") == ["guest2@people.example"]
    assert accept(SignUp.objects.get(event=events[2], state="offered"), at=timezone.now())
    assert by_date(events) == [["cancelled", "confirmed", "waiting"]] * 3


def test_an_offer_for_all_runs_out_for_all_and_once(db):
    events = workshops(1, 1)
    rows = sign_ups(events[0], 3)
    give_back(rows[0], at=timezone.now())

    ran_out = keep_offers_moving(until())

    assert ran_out == 1
    assert by_date(events) == [["cancelled", "lapsed", "offered"]] * 2
    assert emails("events.offered") == ["guest2@people.example", "guest3@people.example"]


def test_after_the_first_date_one_signs_up_for_the_rest(db):
    events = workshops(2, 2)

    sign_up(events[1], guest(1), at=events[0].ends_at)

    assert by_date(events) == [[], ["confirmed"]]


def test_whoever_brings_somebody_brings_them_to_all(db):
    events = workshops(3, 3)
    bringer = sign_up(events[0], guest(1), at=timezone.now(), brings="Reg Thackeray")
    before = by_date(events)

    give_back(bringer, at=timezone.now())

    assert before == [["confirmed", "confirmed"]] * 2
    assert by_date(events) == [["cancelled", "cancelled"]] * 2
