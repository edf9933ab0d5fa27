"""One sign-up for all dates of a row of workshops: all of them, or none."""

from datetime import time, timedelta

from django.utils import timezone

from events.actions import accept, add_date, bring_back, give_back, keep_offers_moving, reconcile, sign_up
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


def one_more(events, *, weeks=4, at=None, **fields):
    """Its host adds a date after the last."""
    last, at = events[-1], at or timezone.now()
    day = last.day + timedelta(weeks=weeks)
    found = {"starts": time(17, 30), "ends": time(19), "venue": last.venue, **fields}
    return add_date(Series.objects.get(pk=last.series_id), day=day, at=at, **found)


def test_a_date_that_is_added_covers_whoever_is_signed_up_and_tells_them_once(db, client):
    events = workshops(2, 2)
    sign_ups(events[0], 3)

    new = one_more(events)

    assert by_date([*events, new]) == [["confirmed", "confirmed", "waiting"]] * 3
    assert (new.taken, new.capacity) == (2, 68)
    assert emails("events.date-added") == [f"guest{number}@people.example" for number in (1, 2, 3)]
    first, _second, third = OutgoingEmail.objects.filter(purpose="events.date-added").order_by("pk")
    assert (first.calendar.count("BEGIN:VEVENT"), third.calendar) == (3, "")
    assert "You have a place there too." in first.text
    assert "You wait for a place there too" in third.text
    url = "/events/" + first.text.partition("/events/")[2].split()[0]
    assert "It covers all these dates" in client.get(url).content.decode()


def test_whoever_waits_keeps_their_turn_at_an_added_date(db):
    events = workshops(1, 1)
    rows = sign_ups(events[0], 3)
    new = one_more(events)

    give_back(rows[0], at=timezone.now())

    assert by_date([*events, new]) == [["cancelled", "offered", "waiting"]] * 3
    later = sign_up(new, guest(4), at=timezone.now())
    assert (later.state, later.place_in_line()) == ("waiting", 2)


def test_an_added_date_has_places_for_all_who_have_one(db, sign_in, kwame):
    events = workshops(3, 3)
    Series.objects.update(capacity=2)
    events[0].series.hosts.add(kwame)
    sign_ups(events[0], 3)
    day = events[-1].day + timedelta(days=7)
    posted = {"day": day.isoformat(), "span": "17.30 - 19.00", "place": str(events[0].venue_id)}

    page = sign_in(kwame).post(f"/host/{events[0].series.slug}/add/", posted, follow=True)

    new = Series.objects.get().dates.latest("pk")
    assert (new.taken, new.capacity) == (3, 3)
    assert "3 people who are signed up have a place here too, and are told." in page.content.decode()
    assert "see that the room is large enough" in page.content.decode()


def test_whoever_is_brought_comes_to_the_added_date_too(db):
    events = workshops(4, 4)
    bringer = sign_up(events[0], guest(1), at=timezone.now(), brings="Reg Thackeray")

    new = one_more(events)
    told = OutgoingEmail.objects.get(purpose="events.date-added")
    give_back(bringer, at=timezone.now())

    assert "Reg Thackeray, who comes with you, has a place too." in told.text
    assert by_date([*events, new]) == [["cancelled", "cancelled"]] * 3


def test_an_offer_holds_a_place_at_the_added_date_too(db):
    events = workshops(1, 1)
    first, second = sign_ups(events[0], 2)
    give_back(first, at=timezone.now())

    new = one_more(events)

    offer = new.signups.get(state="offered")
    assert offer.offered_until == events[0].signups.get(pk=second.pk).offered_until
    assert accept(second, at=timezone.now())
    assert by_date([*events, new]) == [["cancelled", "confirmed"]] * 2 + [["confirmed"]]
    assert reconcile(timezone.now()) == 0


def test_a_date_added_to_other_series_has_nobody(db):
    event = make_event()
    sign_ups(event, 1)

    new = one_more([event])

    assert by_date([new]) == [[]]
    assert emails("events.date-added") == []


def test_a_day_that_was_left_out_and_comes_back_covers_them_too(db):
    events = workshops(2, 2)
    series = events[0].series
    back = events[1].day + timedelta(days=7)
    Series.objects.update(skipped=[back])
    sign_ups(events[0], 1)

    bring_back(series, back, at=timezone.now())
    bring_back(series, back, at=timezone.now())

    assert by_date([series.dates.get(day=back)]) == [["confirmed"]]
    assert emails("events.date-added") == ["guest1@people.example"]
