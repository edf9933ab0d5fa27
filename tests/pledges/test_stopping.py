"""Fewer emails about pledges, or none."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from outbox.models import OutgoingEmail, State
from pledges.actions.reminding import write_due_reminders
from pledges.emails import STOP
from pledges.models import FollowUps, Reminder
from tests.factories import make_contact, make_pledge
from tests.pledges.screens import seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    """Somebody with a pledge that is due now."""
    person = make_contact(email="reg@westmere.example")
    due(make_pledge(by=person))
    return person


def due(pledge, *, at=None):
    at = at or timezone.now()
    return Reminder.objects.create(pledge=pledge, kind="due", due_on=timezone.localdate(at), due_at=at)


def stop_url(person):
    return reverse("email_stop", args=[STOP.token(person.uuid)])


def test_a_mail_program_stops_them_with_one_press_and_no_cookie(person):
    client = Client(enforce_csrf_checks=True)

    page = client.post(stop_url(person), {"List-Unsubscribe": "One-Click"})

    assert page.status_code == 200
    assert FollowUps.of(person).stopped_at is not None
    assert write_due_reminders(timezone.now()) == 0
    assert not client.cookies.get("sessionid")


def test_opening_the_page_stops_nothing(client, person):
    client.head(stop_url(person))
    page = client.get(stop_url(person))

    assert "Stop them" in seen(page)
    assert not FollowUps.objects.exists()
    assert write_due_reminders(timezone.now()) == 1


def test_stopping_takes_back_what_was_not_sent_and_holds_for_later_pledges(client, person):
    write_due_reminders(timezone.now())
    client.post(stop_url(person))
    due(make_pledge("a later one", by=person))

    written = write_due_reminders(timezone.now())

    assert written == 0
    assert [email.state for email in OutgoingEmail.objects.all()] == [State.CANCELLED]
    assert not Reminder.objects.planned().exists()


def test_a_month_of_quiet_puts_them_off_and_they_can_start_again(client, person):
    url = reverse("email_pause", args=[STOP.token(person.uuid)])

    page = client.post(url, {"do": "pause"}, follow=True)
    written = write_due_reminders(timezone.now())
    put_off = Reminder.objects.planned().get(kind="due").due_at
    client.post(url, {"do": "start"})

    assert "They are paused until" in seen(page)
    assert written == 0
    assert put_off > timezone.now() + timedelta(days=29)
    assert FollowUps.of(person).paused_until is None


def test_pausing_needs_the_forms_own_token(person):
    url = reverse("email_pause", args=[STOP.token(person.uuid)])

    assert Client(enforce_csrf_checks=True).post(url).status_code == 403


def test_a_forged_link_stops_nobody(client, person):
    page = client.post(stop_url(person)[:-3] + "xx/")

    assert page.status_code == 404
    assert not FollowUps.objects.exists()


def busy(client, person, until):
    url = reverse("email_pause", args=[STOP.token(person.uuid)])
    return client.post(url, {"do": "busy", "until": until}, follow=True)


def test_busy_until_a_day_holds_and_the_page_says_when_we_ask_next(client, person):
    until = timezone.localdate() + timedelta(days=60)

    page = busy(client, person, f"{until.day} {until:%B %Y}")

    assert FollowUps.objects.get().paused_until == until
    assert f"They are paused until {until:%A} {until.day} {until:%B %Y}" in seen(page)
    assert "The next question comes on" in seen(page)
    assert write_due_reminders(timezone.now()) == 0


@pytest.mark.parametrize("until", ["", "soon", "today", "1 January 2020", "1 January 2099"])
def test_a_day_that_makes_no_sense_pauses_nothing(client, person, until):
    page = busy(client, person, until)

    assert "There is something to put right" in seen(page)
    assert not FollowUps.objects.exists()
