"""What people with a place, and hosts, read about the messages that go out by themselves."""

import pytest
from django.template import Context, Template
from django.utils import timezone

from events.actions import accept, give_back, sign_up
from events.models import Reminder, moment_of
from outbox.models import OutgoingEmail
from tests.events.people import guest, sign_ups
from tests.factories import make_event

pytestmark = pytest.mark.django_db


def read(client, signup):
    return " ".join(client.get(signup.get_absolute_url()).content.decode().split())


@pytest.mark.parametrize(("in_days", "asked", "reminded"), [(20, True, True), (5, False, True), (1, False, False)])
def test_ones_own_page_says_what_is_still_to_come(client, in_days, asked, reminded):
    event = make_event(in_days=in_days)
    signup = sign_up(event, guest(1), at=timezone.now())
    now = timezone.now()

    page = read(client, signup)

    assert ("we ask whether you are still coming" in page) == asked
    assert ("at 10am we remind you" in page) == (reminded or moment_of(Reminder.Kind.DAY, event.starts_at) > now)


def test_whoever_waits_is_promised_nothing(client):
    event = make_event(in_days=20, capacity=1)
    _having, waiting = sign_ups(event, 2)

    assert "we ask whether" not in read(client, waiting)


def test_the_host_sees_when_people_are_asked_and_what_they_said(django_assert_num_queries):
    event = make_event(in_days=6)
    template = Template('{% include "events/host/_times_jobs.html" %}')
    before = " ".join(template.render(Context({"event": event})).split())
    for signup, said in zip(sign_ups(event, 4), ("yes", "yes", "no", ""), strict=True):
        Reminder.objects.create(
            signup=signup, turn=1, kind="week", starts_at=event.starts_at, due_at=timezone.now(), state="written",
            said=said, said_at=timezone.now() if said else None,
        )  # fmt: skip

    with django_assert_num_queries(1):
        after = " ".join(template.render(Context({"event": event})).split())

    assert "People are asked on" in before
    assert "We asked 4 people whether they still come. 2 said yes, 1 said no longer." in after


def test_nobody_is_said_to_be_asked_about_a_date_that_is_off_or_over():
    template = Template('{% include "events/host/_times_jobs.html" %}')
    off = {"cancelled_at": timezone.now(), "cancelled_because": "The hall is flooded."}
    dates = make_event(in_days=20), make_event(in_days=21, **off), make_event(in_days=-3)

    shown = ["People are asked on" in template.render(Context({"event": event})) for event in dates]

    assert shown == [True, False, False]


def test_a_confirmation_says_all_that_is_needed_before_a_date():
    event = make_event(in_days=20)
    event.venue.travel = "Bus 5 stops outside."
    event.venue.save()

    signup = sign_up(event, guest(1), at=timezone.now())

    email = OutgoingEmail.objects.get(purpose="events.confirmed")
    day = f"{event.day:%A} {event.day.day} {event.day:%B}"
    for words in (day, "5:30pm to 7pm", "St Hilda’s hall, 1 Mill Lane, Westmere", "Bus 5 stops outside."):
        assert words in email.text
        assert words in email.html
    assert signup.get_absolute_url().split("/")[2] in email.text
    assert "give your place back" in email.text
    assert f"UID:{event.uuid}" in email.calendar


def test_whoever_is_offered_a_place_gets_the_code_for_the_door_with_their_yes(client):
    event = make_event(in_days=20, capacity=1)
    having, offered = sign_ups(event, 2)
    give_back(having, at=timezone.now())
    offered.refresh_from_db()
    before = read(client, offered)
    accept(offered, at=timezone.now())

    assert ["Your code for the door" in page for page in (before, read(client, offered))] == [False, True]
