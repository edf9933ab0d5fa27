"""The same press many times at once: one row, and a kind answer each time."""

from collections import Counter
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from commons.models import AuditEntry, GoWord
from events.actions import write_due_reminders
from events.models import CalendarFeed, Reminder, SignUp, moment_of
from tests.conftest import pass_second_factor
from tests.events.people import emails, sign_ups
from tests.events.test_race import at_once
from tests.factories import make_event, make_member

pytestmark = pytest.mark.django_db(transaction=True)


def press(member, url, **form):
    """A browser of its own, signed in as this member, about to press."""
    client = Client()
    if member:
        client.force_login(member)
        if member.is_staff_role:
            pass_second_factor(client, member)
    return lambda: client.post(url, form).status_code


def test_no_longer_pressed_twenty_times():
    event = make_event(in_days=8, capacity=1)
    sign_ups(event, 3)
    SignUp.objects.update(
        signed_up_at=timezone.now() - timedelta(days=9), changed_at=timezone.now() - timedelta(days=9)
    )
    write_due_reminders(moment_of(Reminder.Kind.WEEK, event.starts_at))
    reminder = Reminder.objects.get(kind="week")

    answers = at_once([press(None, reminder.get_absolute_url(), say="no") for _ in range(20)])

    event.refresh_from_db()
    assert Counter(answers) == {302: 20}
    assert (event.taken, event.signups.waiting().count()) == (1, 1)
    assert emails("events.given-back") == ["guest1@people.example"]
    assert len(emails("events.promoted") + emails("events.offered")) == 1


def test_a_word_given_twenty_times_is_one_word():
    kwame = make_member("Kwame Asiedu", roles=["facilitator"])
    event = make_event()
    event.series.hosts.add(kwame)
    form = {"word": "kettle", "leads_to": str(event.series.uuid)}

    answers = at_once([press(kwame, f"/host/{event.series.slug}/go/", **form) for _ in range(20)])

    assert Counter(answers) == {302: 20}
    assert GoWord.objects.get().word == "kettle"
    assert AuditEntry.objects.filter(action="events.word_made").count() == 1


def test_a_calendar_address_made_twenty_times_is_one_address():
    amara = make_member("Amara Nwachukwu")

    answers = at_once([press(amara, "/events/mine/calendar/") for _ in range(20)])

    feed = CalendarFeed.objects.get()
    assert Counter(answers) == {302: 20}
    assert Client().get(feed.get_absolute_url()).status_code == 200
