"""A phone number instead of an email: nothing is promised, and a host rings."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.emails import PRIVATE
from pledges.models import Answer, Pledge, Reminder
from pledges.models.ringing import to_ring_about
from tests.factories import make_contact, make_event, make_pledge
from tests.pledges.screens import open_event, pledge_url, seen, who

pytestmark = pytest.mark.django_db
NUMBER = "01632 960 001"
LATELY = timedelta(days=3)


@pytest.fixture
def evening(kwame):
    event = make_event(in_days=3)
    event.series.hosts.add(kwame)
    return event


@pytest.fixture
def pearl():
    return make_contact("Pearl Okafor", phone=NUMBER)


def made(pearl, evening, **fields):
    fields.setdefault("made_at", timezone.now() - LATELY)
    return make_pledge("sing in the square", by=pearl, event=evening, confirmed_at=None, **fields)


def ring_url(event):
    return reverse("host_ring", args=[event.series.slug, event.day])


def say(client, event, pledge, said):
    return client.post(reverse("pledge_rung", args=[event.series.slug, event.day, pledge.uuid]), {"say": said})


def test_a_number_on_the_second_screen_promises_no_email(client):
    page = client.post(pledge_url(open_event()), who(reach=f" {NUMBER} "), follow=True)

    contact = Contact.objects.get(phone=NUMBER)
    assert (contact.phone, contact.email) == (NUMBER, "")
    assert "No emails about it will come." in seen(page)
    assert f"A host may ring you on {NUMBER} and ask how it goes." in seen(page)
    assert (OutgoingEmail.objects.count(), Reminder.objects.count()) == (0, 0)


def test_an_email_may_be_added_to_a_number_which_is_kept(client):
    client.post(pledge_url(open_event()), who(reach=NUMBER))

    url = reverse("pledge_address", args=[PRIVATE.token(Pledge.objects.get().uuid)])
    client.post(url, {"email": "sam@people.example"})

    contact = Contact.objects.get(email="sam@people.example")
    assert (contact.phone, Pledge.objects.get().contact) == (NUMBER, contact)


def test_the_host_rings_and_presses_what_they_said(sign_in, kwame, evening, pearl):
    pledge = made(pearl, evening)
    client = sign_in(kwame)
    jobs, before = seen(client.get(evening.get_host_url())), seen(client.get(ring_url(evening)))

    say(client, evening, pledge, "going")

    answer, after = Answer.objects.get(), seen(client.get(ring_url(evening)))
    assert "Pledges to ask about by phone 1 to ring" in jobs
    assert f"Pearl Okafor {NUMBER} “I will sing in the square”" in before
    assert (answer.said, answer.recorded_by) == ("going", kwame)
    assert "Written down today" in after
    assert "They said: still going" in after
    assert "Pledges to ask about by phone" not in seen(client.get(evening.get_host_url()))


def test_a_slip_is_put_right_and_a_second_press_is_none(sign_in, kwame, evening, pearl):
    pledge = made(pearl, evening)
    client = sign_in(kwame)

    for said in ("going", "going", "kept", "nonsense"):
        say(client, evening, pledge, said)

    assert list(Answer.objects.values_list("said", flat=True)) == ["kept", "going"]


@pytest.mark.parametrize(
    ("fields", "is_due"),
    [
        ({"by_on": -1}, True),
        ({"by_on": 1}, False),
        ({"by_on": -1, "answered": 0}, False),
        ({"by_on": 90, "made": 40}, True),
        ({"answered": 2}, False),
        ({"answered": 40}, True),
    ],
)
def test_they_are_asked_on_their_day_before_the_next_date_and_once_a_month(evening, pearl, fields, is_due):
    now, days = timezone.now(), lambda number: timedelta(days=number)
    about: dict[str, object] = {"made_at": now - days(fields.get("made", 3))}
    if "by_on" in fields:
        about["by_on"] = timezone.localdate() + days(fields["by_on"])
    if "answered" in fields:
        about |= {"answered_at": now - days(fields["answered"]), "state": "going"}
    made(pearl, evening, **about)

    assert bool(to_ring_about(evening, now=now)[0]) == is_due


@pytest.mark.parametrize("fields", [{"visibility": "partner"}, {"state": "let-go", "answered_at": timezone.now()}])
def test_what_is_private_or_over_is_nobodys_to_ask(sign_in, kwame, evening, pearl, fields):
    pledge = made(pearl, evening, **fields)

    assert "Pearl" not in seen(sign_in(kwame).get(ring_url(evening))).partition("Written down")[0]
    if fields.get("visibility"):
        assert say(sign_in(kwame), evening, pledge, "kept").status_code == 404


def test_a_host_of_another_series_writes_nothing_down(sign_in, kwame, pearl):
    event = make_event(in_days=3)
    pledge = made(pearl, event)

    assert say(sign_in(kwame), event, pledge, "kept").status_code == 404
    assert Answer.objects.count() == 0


def test_many_are_listed_in_the_queries_of_one(sign_in, kwame, evening):
    client = sign_in(kwame)
    made(make_contact("One", phone=NUMBER), evening)
    client.get(ring_url(evening))
    with CaptureQueriesContext(connection) as one:
        client.get(ring_url(evening))
    for number in range(3):
        made(make_contact(f"Person {number}", phone=NUMBER), evening)

    with CaptureQueriesContext(connection) as many:
        page = client.get(ring_url(evening))

    assert seen(page).count(NUMBER) == 4
    assert len(many) == len(one)
