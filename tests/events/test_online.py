"""The joining link is for people who have a place at a screen, from the day before; nobody else ever reads it."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import sign_up, write_due_reminders
from events.emails.places import tell_outcome
from events.models import ANSWER_LINK, Event, SignUp, calendar_of
from outbox.models import OutgoingEmail
from tests.events.people import guest
from tests.factories import make_event

pytestmark = pytest.mark.django_db
LINK = "https://meet.example/canary-room"


def place_online(*, in_days, way="online", state="confirmed", number=1):
    """Somebody with a place at a screen, who signed up long ago."""
    event = Event.objects.first() or make_event(in_days=in_days, online_capacity=20)
    Event.objects.update(online_link=LINK)
    signup = sign_up(event, guest(number), at=timezone.now())
    long_ago = timezone.now() - timedelta(days=30)
    position = 99 if state == "waiting" else None
    SignUp.objects.filter(pk=signup.pk).update(
        way=way, state=state, position=position, signed_up_at=long_ago, changed_at=long_ago
    )
    return signup


def test_the_page_and_the_email_of_the_day_before_have_it(client):
    signup = place_online(in_days=1)

    write_due_reminders(timezone.now() + timedelta(hours=10))

    email = OutgoingEmail.objects.get(purpose="events.day-before")
    assert LINK in email.text
    assert LINK in email.html
    assert "Online, from where you are" in email.text
    assert LINK in client.get(signup.get_absolute_url()).content.decode()


def test_two_days_before_nothing_has_it_and_the_page_says_when(client):
    signup = place_online(in_days=2)

    page = client.get(signup.get_absolute_url()).content.decode()

    assert LINK not in page
    assert "The link to join will be on this page from the day before." in page


@pytest.mark.parametrize(("way", "state"), [("room", "confirmed"), ("online", "waiting"), ("online", "cancelled")])
def test_others_never_read_it(client, way, state):
    signup = place_online(in_days=1, way=way, state=state)
    theirs = place_online(in_days=1, number=2)

    write_due_reminders(timezone.now() + timedelta(hours=10))
    page = client.get(signup.get_absolute_url()).content.decode()

    assert LINK in client.get(theirs.get_absolute_url()).content.decode()
    assert LINK not in page
    assert not OutgoingEmail.objects.filter(to="guest1@people.example", text__contains=LINK).exists()


@pytest.mark.parametrize(
    ("way", "state", "told"),
    [
        ("online", "confirmed", True),
        ("online", "offered", False),
        ("online", "waiting", False),
        ("online", "lapsed", False),
        ("room", "confirmed", False),
    ],
)
def test_who_may_be_told(way, state, told):
    event = make_event(in_days=1, online_capacity=5, online_link=LINK)
    signup = SignUp(event=event, way=way, state=state)

    assert signup.online_url(event, timezone.now()) == (LINK if told else "")


@pytest.mark.parametrize(("in_days", "has_link"), [(1, True), (3, False)])
def test_a_confirmation_that_comes_late_has_it_too(in_days, has_link):
    signup = place_online(in_days=in_days)
    OutgoingEmail.objects.all().delete()
    signup.refresh_from_db()

    tell_outcome(signup, Event.objects.with_details().get(), at=timezone.now())

    email = OutgoingEmail.objects.get()
    assert (LINK in email.text, LINK in email.html, LINK in email.calendar) == (has_link, has_link, False)
    assert "LOCATION:Online" in email.calendar


def test_it_is_on_no_page_that_others_open_and_in_no_calendar(client):
    signup = place_online(in_days=1)
    event = signup.event

    pages = [
        event.get_absolute_url(),
        event.series.get_absolute_url(),
        "/events/",
        f"{event.get_absolute_url()}calendar.ics",
    ]
    words = [client.get(page).content.decode() for page in pages]

    assert [LINK in one for one in words] == [False] * 4
    assert LINK not in calendar_of([Event.objects.get()], name="One")
    answer_only = f"/events/saved/{ANSWER_LINK.token(signup.uuid)}/"
    assert LINK not in client.get(answer_only).content.decode()


def test_the_usual_link_of_the_series_stands_in(client):
    signup = place_online(in_days=1)
    Event.objects.update(online_link="", ends_at=timezone.now() + timedelta(hours=1), starts_at=timezone.now())
    signup.event.series.online_link = LINK + "-series"
    signup.event.series.save()

    assert LINK + "-series" in client.get(signup.get_absolute_url()).content.decode()


def test_when_it_is_over_the_link_is_gone(client):
    signup = place_online(in_days=1)
    before = LINK in client.get(signup.get_absolute_url()).content.decode()
    Event.objects.update(starts_at=timezone.now() - timedelta(hours=2), ends_at=timezone.now() - timedelta(minutes=1))

    assert before
    assert LINK not in client.get(signup.get_absolute_url()).content.decode()
