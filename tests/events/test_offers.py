"""A place that comes free is offered, held, and goes on by the clock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from commons.models import Heartbeat
from events.actions import accept, give_back, keep_offers_moving, set_capacity, sign_up
from events.models import Event, SignUp
from events.tasks import keep_offers_moving as task
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states, until
from tests.factories import make_event


def offered(event, count=3):
    """The first gave their place back, the second is offered it, the others wait."""
    rows = sign_ups(event, count)
    give_back(rows[0], at=timezone.now())
    return SignUp.objects.with_details().get(pk=rows[1].pk)


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_a_freed_place_is_held_for_a_day(db):
    event, before = make_event(capacity=1), timezone.now()

    signup = offered(event)

    event.refresh_from_db()
    assert (signup.state, event.taken) == ("offered", 1)
    assert timedelta(hours=24) <= signup.offered_until - before < timedelta(hours=24, minutes=1)


@pytest.mark.parametrize(("hours", "held"), [(25, 24), (23, 2), (1.5, 1.5)])
def test_close_to_the_start_an_offer_is_short_and_never_longer_than_the_wait(db, hours, held):
    event = make_event(capacity=1)
    first, second = sign_ups(event, 2)
    at = event.starts_at - timedelta(hours=hours)

    give_back(first, at=at)

    second.refresh_from_db()
    assert second.offered_until - at == timedelta(hours=held)


def test_the_email_leads_to_a_page_that_shows_and_a_button_that_accepts(db, client):
    signup = offered(make_event(capacity=1))
    email = OutgoingEmail.objects.get(purpose="events.offered")
    url = signup.get_absolute_url()

    shown = [read(client, url), read(client, url)]
    still = SignUp.objects.get(pk=signup.pk).state
    answer = client.post(f"{url}accept/", follow=True).content.decode()
    again = client.post(f"{url}accept/").status_code

    assert url.rsplit(":", 2)[0] in email.text
    assert email.calendar == ""
    assert all("Yes, I am coming" in page and "A place is free for you" in page for page in shown)
    assert still == "offered"
    assert "You have a place" in answer
    assert again == 302
    assert SignUp.objects.get(pk=signup.pk).state == "confirmed"
    assert emails("events.confirmed") == ["guest1@people.example", "guest2@people.example"]
    assert "BEGIN:VEVENT" in OutgoingEmail.objects.filter(purpose="events.confirmed").latest("pk").calendar


def test_a_no_goes_to_the_next_at_once(db, client):
    signup = offered(make_event(capacity=1))

    client.post(f"{signup.get_absolute_url()}give-back/")

    assert states(signup.event) == {
        "Guest 1": ("cancelled", None), "Guest 2": ("cancelled", 1), "Guest 3": ("offered", 2)
    }  # fmt: skip
    assert emails("events.offered") == ["guest2@people.example", "guest3@people.example"]


def test_the_clock_passes_on_what_nobody_answered(db, client):
    event = make_event(capacity=1)
    signup = offered(event)
    until = signup.offered_until

    early, ran_out, again = [keep_offers_moving(moment) for moment in (until - timedelta(seconds=1), until, until)]

    event.refresh_from_db()
    assert (early, ran_out, again) == (0, 1, 0)
    assert event.taken == 1
    assert states(event) == {"Guest 1": ("cancelled", None), "Guest 2": ("lapsed", 1), "Guest 3": ("offered", 2)}
    assert emails("events.offered") == ["guest2@people.example", "guest3@people.example"]
    assert "The time to say yes has run out" in read(client, signup.get_absolute_url())
    assert not accept(signup, at=until)
    assert Heartbeat.objects.filter(name="events.keep_offers_moving").exists()


def test_two_offers_that_run_out_together_do_not_go_to_each_other(db):
    event = make_event(capacity=2)
    first, second, *_ = sign_ups(event, 6)
    give_back(first, at=timezone.now())
    give_back(second, at=timezone.now())
    until = event.signups.filter(state="offered").latest("offered_until").offered_until

    keep_offers_moving(until)

    kept = ["cancelled", "cancelled", "lapsed", "lapsed", "offered", "offered"]
    assert [state for state, _ in states(event).values()] == kept


def test_whoever_let_it_run_out_may_ask_again_and_is_told_again(db):
    event = make_event(capacity=1)
    signup = offered(event, 2)
    keep_offers_moving(until())

    again = sign_up(event, guest(2), at=timezone.now())

    assert (again.pk, again.state, again.turn) == (signup.pk, "confirmed", 2)
    assert emails("events.confirmed")[-1] == "guest2@people.example"


def test_the_task_asks_the_clock_itself(db):
    event = make_event(capacity=1)
    offered(event)
    SignUp.objects.filter(state="offered").update(offered_until=timezone.now() - timedelta(minutes=1))

    assert task() == 1


def test_a_yes_a_little_late_is_a_yes_while_the_place_is_still_theirs(db):
    signup = offered(make_event(capacity=1))

    assert accept(signup, at=signup.offered_until + timedelta(seconds=30))


def test_nobody_accepts_a_place_at_a_date_that_is_cancelled(db):
    signup = offered(make_event(capacity=1))
    Event.objects.update(cancelled_at=timezone.now(), cancelled_because="Snow.")

    assert not accept(signup, at=timezone.now())


def test_at_the_start_offers_end_and_nobody_more_is_asked(db):
    event = make_event(capacity=1)
    first, *_ = sign_ups(event, 3)
    give_back(first, at=event.starts_at - timedelta(hours=1))

    keep_offers_moving(event.starts_at)

    event.refresh_from_db()
    assert event.taken == 0
    assert states(event)["Guest 3"] == ("waiting", 2)


def test_names_are_shown_to_and_of_those_who_said_yes(db, client):
    event = make_event(capacity=2)
    rows = sign_ups(event, 4)
    event.signups.update(show_name=True)
    for row in rows[:2]:
        give_back(row, at=timezone.now())
    before = read(client, rows[2].get_absolute_url())

    accept(rows[2], at=timezone.now())
    alone = read(client, rows[2].get_absolute_url())
    accept(rows[3], at=timezone.now())
    both = read(client, rows[2].get_absolute_url())

    assert ["Guest 4" in page for page in (before, alone, both)] == [False, False, True]


def test_a_link_of_another_purpose_accepts_nothing(db, client):
    signup = offered(make_event(capacity=1))
    token = signup.get_answer_url().split("/")[3]

    answer = client.post(f"/events/place/{token}/accept/")

    assert answer.status_code == 404
    assert SignUp.objects.get(pk=signup.pk).state == "offered"


def test_a_member_says_yes_on_the_page_of_the_date(amara, sign_in):
    event = make_event(capacity=1)
    first = sign_up(event, guest(1), at=timezone.now())
    mine = sign_up(event, amara.contact, at=timezone.now())
    give_back(first, at=timezone.now())
    member = sign_in(amara)

    words = member.get(event.get_absolute_url()).content.decode()
    listed = member.get("/events/").content.decode()
    member.post(mine.get_accept_url())

    assert "Yes, I am coming" in words
    assert "A place is free for you" in listed
    assert SignUp.objects.get(pk=mine.pk).state == "confirmed"


def test_people_moved_out_of_a_smaller_room_stand_in_front_and_are_told(db):
    event = make_event(capacity=3)
    rows = sign_ups(event, 5)

    set_capacity(event, 1, moving=[rows[1].uuid, rows[2].uuid], at=timezone.now())
    set_capacity(event, 2, at=timezone.now())

    assert states(event) == {
        "Guest 1": ("confirmed", None),
        "Guest 2": ("offered", -2),
        "Guest 3": ("waiting", -1),
        "Guest 4": ("waiting", 1),
        "Guest 5": ("waiting", 2),
    }
    assert sorted(emails("events.moved")) == ["guest2@people.example", "guest3@people.example"]
    assert emails("events.offered") == ["guest2@people.example"]


def lapse_emails():
    return list(OutgoingEmail.objects.filter(purpose="events.lapsed").order_by("pk"))


def test_whoever_did_not_say_yes_in_time_gets_one_email_with_the_way_back(db, client):
    event = make_event(capacity=1)
    signup = offered(event)

    at = until()
    keep_offers_moving(at)
    keep_offers_moving(at)

    [email] = lapse_emails()
    assert (email.to, email.key) == ("guest2@people.example", signup.email_key)
    assert "We did not hear from you by then, so it goes to the next person." in " ".join(email.text.split())
    assert f"{event.get_absolute_url()}join/" in email.text
    assert f"{event.get_absolute_url()}join/" in email.html


def test_of_somebody_who_was_brought_the_email_goes_to_who_brings_them(db):
    event = make_event(capacity=2)
    first = sign_ups(event, 1)[0]
    bringing = sign_up(event, guest(2), brings="Pat Orme", at=timezone.now())
    give_back(first, at=timezone.now())
    brought = bringing.brings.get()
    assert brought.is_offered

    keep_offers_moving(until())

    [email] = lapse_emails()
    assert email.to == "guest2@people.example"
    assert "We kept a place for Pat Orme, who would come with you" in " ".join(email.text.split())
    bringing.refresh_from_db()
    assert bringing.state == "confirmed"


def test_an_offer_that_ends_with_the_start_or_with_the_date_is_not_written_about(db):
    begun, cancelled = make_event(capacity=1), make_event(capacity=1, in_days=9)
    late, off = offered(begun), offered(cancelled)
    Event.objects.filter(pk=cancelled.pk).update(cancelled_at=timezone.now(), cancelled_because="Snow.")

    keep_offers_moving(begun.starts_at)

    late.refresh_from_db()
    off.refresh_from_db()
    assert (late.state, off.state, lapse_emails()) == ("lapsed", "lapsed", [])


def test_shortly_before_the_start_the_email_leads_to_the_door(db):
    event = make_event(capacity=1)
    first, *_ = sign_ups(event, 3)
    give_back(first, at=event.starts_at - timedelta(hours=2, minutes=30))

    keep_offers_moving(event.starts_at - timedelta(minutes=30))

    [email] = lapse_emails()
    assert "If there is room, you are welcome at the door." in " ".join(email.text.split())
    assert "join/" not in email.text


def test_who_comes_back_before_the_email_goes_out_does_not_get_it(db):
    event = make_event(capacity=1)
    offered(event, 2)
    keep_offers_moving(until())

    sign_up(event, guest(2), at=timezone.now())

    assert [email.state for email in lapse_emails()] == ["cancelled"]
