"""What should never be wrong is found and put right."""

import logging

from django.utils import timezone

from commons.models import Heartbeat
from events.actions import give_back, reconcile, sign_up
from events.models import Event
from events.tasks import reconcile as task
from outbox.models import OutgoingEmail
from tests.events.people import emails, guest, sign_ups, states
from tests.factories import make_event


def a_busy_week():
    """A full date with an offer and a line, one with places online, and one that is over."""
    full, online = make_event(capacity=2), make_event(in_days=17, capacity=5, online_capacity=5)
    rows = sign_ups(full, 5)
    give_back(rows[0], at=timezone.now())
    sign_up(online, guest(1), at=timezone.now(), way="online", brings="Reg Thackeray")
    return full


def test_a_steady_network_has_nothing_to_mend(db):
    a_busy_week()

    assert reconcile(timezone.now()) == 0
    assert task() == 0
    assert Heartbeat.objects.filter(name="events.reconcile").exists()


def test_a_counter_that_lies_is_put_right_and_said(db, caplog):
    event = a_busy_week()
    Event.objects.filter(pk=event.pk).update(taken=1)
    caplog.set_level(logging.ERROR)

    found, again = reconcile(timezone.now()), reconcile(timezone.now())

    event.refresh_from_db()
    assert (found, again, event.taken) == (1, 0, 2)
    assert str(event.uuid) in caplog.text


def test_a_free_place_while_people_wait_is_offered(db):
    event = a_busy_week()
    Event.objects.filter(pk=event.pk).update(capacity=3)

    found, again = reconcile(timezone.now()), reconcile(timezone.now())

    assert (found, again) == (1, 0)
    assert states(event)["Guest 4"] == ("offered", 2)


def test_an_offer_without_an_email_is_told(db):
    a_busy_week()
    OutgoingEmail.objects.filter(purpose="events.offered").delete()

    found, again = reconcile(timezone.now()), reconcile(timezone.now())

    assert (found, again) == (1, 0)
    assert emails("events.offered") == ["guest3@people.example"]
