"""A date that was cancelled by mistake is on again, and everybody has what they had."""

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone
from icalendar import Calendar

from commons.models import AuditEntry
from events.actions import (
    cancel_date,
    give_back,
    keep_offers_moving,
    put_on_again,
    set_capacity,
    sign_up,
    write_due_reminders,
)
from events.models import Event, Reminder, SignUp
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states
from tests.events.test_race import at_once
from tests.factories import make_event, make_member, make_series


@pytest.fixture
def event(db, kwame):
    row = make_event(in_days=6, capacity=2)
    row.series.hosts.add(kwame)
    return row


@pytest.fixture
def host(sign_in, kwame, event):
    return sign_in(kwame)


def page_of(event):
    return f"/host/{event.series.slug}/{event.day}/on-again/"


def cancel(event, by):
    cancel_date(event, because="Snow.", by=by, at=timezone.now())


def test_everybody_keeps_their_place_or_number_and_is_told_once(host, event, kwame):
    sign_ups(event, 3)
    gone = sign_up(event, guest(4), at=timezone.now())
    give_back(gone, at=timezone.now())
    before = states(event)
    cancel(event, kwame)

    page = host.get(page_of(event)).content.decode()
    answers = [host.post(page_of(event)), host.post(page_of(event))]

    event.refresh_from_db()
    assert "3 people have a place or a number. They keep it, and get an email that it is on." in page
    assert "“Snow.”" in page
    assert [answer.headers["Location"] for answer in answers] == [event.get_host_url()] * 2
    assert (event.is_cancelled, event.cancelled_because, event.sequence) == (False, "", 2)
    assert states(event) == before
    assert emails("events.back-on") == [f"guest{number}@people.example" for number in (1, 2, 3)]
    assert AuditEntry.objects.filter(action="events.brought_back_on", target=event.uuid).count() == 1


def test_calendars_and_words_say_that_it_is_on(host, event, kwame):
    sign_ups(event, 3)
    cancel(event, kwame)

    host.post(page_of(event))

    coming = OutgoingEmail.objects.get(purpose="events.back-on", to="guest1@people.example")
    entry = Calendar.from_ical(coming.calendar).walk("VEVENT")[0]
    assert (str(entry["uid"]), entry["sequence"], str(entry["status"])) == (str(event.uuid), 2, "CONFIRMED")
    assert "You have your place." in coming.text
    assert "You have your place." in coming.html
    waiting = OutgoingEmail.objects.get(purpose="events.back-on", to="guest3@people.example")
    assert "Your number in line is the same." in waiting.text
    assert waiting.calendar == ""


def test_the_page_of_a_cancelled_date_leads_there_and_others_do_not(host, event, kwame):
    on = host.get(event.get_host_url()).content.decode()
    cancel(event, kwame)
    off = host.get(event.get_host_url()).content.decode()

    host.post(page_of(event))

    assert (page_of(event) in on, page_of(event) in off) == (False, True)
    assert host.get(page_of(event)).headers["Location"] == event.get_host_url()


def test_what_has_begun_stays_cancelled(host, event, kwame):
    cancel(event, kwame)
    Event.objects.update(starts_at=timezone.now() - timedelta(minutes=1))

    host.post(page_of(event))

    event.refresh_from_db()
    assert event.is_cancelled


def test_a_look_changes_nothing(host, event, kwame):
    cancel(event, kwame)

    host.get(page_of(event))

    event.refresh_from_db()
    assert event.is_cancelled


def test_a_place_given_back_meanwhile_goes_to_the_next(event, kwame):
    first, *_rest = sign_ups(event, 3)
    cancel(event, kwame)
    give_back(first, at=timezone.now())
    while_off = states(event)["Guest 3"][0]

    put_on_again(event, by=kwame, at=timezone.now())

    assert (while_off, states(event)["Guest 3"][0]) == ("waiting", "offered")
    assert (emails("events.back-on"), emails("events.offered")) == (
        ["guest2@people.example"],
        ["guest3@people.example"],
    )


def test_an_offer_stands_still_while_it_is_off_and_has_its_whole_time_again(event, kwame):
    sign_ups(event, 3)
    now = timezone.now()
    set_capacity(event, 3, at=now)
    cancel(event, kwame)
    later = now + timedelta(days=2)

    lapsed = keep_offers_moving(later)
    put_on_again(event, by=kwame, at=later)

    offered = SignUp.objects.get(state="offered")
    assert (lapsed, offered.contact.name) == (0, "Guest 3")
    assert offered.offered_until == later + timedelta(hours=24)
    told = OutgoingEmail.objects.get(purpose="events.back-on", to="guest3@people.example")
    assert "A place is held for you again." in told.text


def test_reminders_are_owed_again(event, kwame):
    sign_ups(event, 1)
    SignUp.objects.update(
        signed_up_at=timezone.now() - timedelta(days=30), changed_at=timezone.now() - timedelta(days=30)
    )
    write_due_reminders(timezone.now())
    cancel(event, kwame)
    write_due_reminders(timezone.now())
    while_off = set(Reminder.objects.filter(kind="day").values_list("state", flat=True))

    put_on_again(event, by=kwame, at=timezone.now())
    write_due_reminders(timezone.now())

    assert while_off == {"cancelled"}
    assert list(Reminder.objects.filter(kind="day").values_list("state", flat=True)) == ["planned"]


def test_cancelled_again_is_told_again(event, kwame):
    sign_ups(event, 1)
    cancel(event, kwame)
    put_on_again(event, by=kwame, at=timezone.now())

    event.refresh_from_db()
    cancel(event, kwame)

    assert emails("events.cancelled") == ["guest1@people.example"] * 2


@pytest.mark.django_db(transaction=True)
def test_two_hosts_at_once_tell_people_once():
    event, by = make_event(series=make_series(), capacity=20), make_member("Kwame Asiedu", roles=["facilitator"])
    sign_ups(event, 5)
    cancel(event, by)

    at_once([partial(put_on_again, event, by=by, at=timezone.now())] * 8)

    event.refresh_from_db()
    assert (event.sequence, len(emails("events.back-on"))) == (2, 5)


@pytest.mark.parametrize(("was_sent", "told"), [(False, ["back-on"]), (True, ["cancelled", "back-on"])])
def test_who_has_not_heard_that_it_is_off_hears_only_that_it_is_on(event, kwame, was_sent, told):
    sign_ups(event, 1)
    cancel(event, kwame)
    if was_sent:
        OutgoingEmail.objects.update(state="sent", sent_at=timezone.now())

    put_on_again(event, by=kwame, at=timezone.now())

    about = OutgoingEmail.objects.filter(purpose__in=["events.cancelled", "events.back-on"]).exclude(state="cancelled")
    assert [email.purpose.partition(".")[2] for email in about.order_by("pk")] == told
