"""The broker stopped, hung and emptied: no request fails or waits, and messages are only later, none lost or twice."""

import os
import time
from contextlib import closing
from datetime import timedelta
from threading import Thread

import pytest
from celery import Celery
from django.utils import timezone

from devstack.bench_client import Browser
from devstack.bench_forms import flow, main_form
from outbox.models import OutgoingEmail, State
from pledges.models import Pledge, Reminder
from tests.factories import make_contact, make_event, make_member, make_pledge
from tests.outbox.stack import wait_for

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
# How long it is away; the full size is 60.
AWAY = float(os.environ.get("OUTBOX_AWAY", "6"))
FLUSHES = int(os.environ.get("OUTBOX_FLUSHES", "5"))
REMINDERS = int(os.environ.get("OUTBOX_REMINDERS", "300"))
# What no request takes, though a broker that hangs answers nobody for a minute.
SOON = 15


def due_reminders(count, *, start=0):
    now = timezone.now()
    for number in range(start, start + count):
        pledge = make_pledge(by=make_contact(f"P{number}", email=f"p{number}@westmere.example"))
        Reminder.objects.create(pledge=pledge, kind="due", due_on=timezone.localdate(now), due_at=now)


def people_do_things(port, coming, here, errors):
    """Sign up, pledge, and ask for a code to sign in, each as a browser does."""
    tasks = [
        flow(f"{coming.get_absolute_url()}join/", posts=1),
        flow(f"{here.get_absolute_url()}pledge/", posts=2),
        flow("/sign-in/", posts=1),
    ]
    for number, task in enumerate(tasks):
        try:
            with closing(Browser(port)) as browser:
                task(browser, number)
        except Exception as error:
            errors.append(f"{number}: {error!r}")


def sign_in(browser, member):
    """With the code of the email, which need not be sent for that."""
    form = main_form(browser.get("/sign-in/"))
    form = main_form(browser.post("/sign-in/", form.fields | {"email": member.email}))
    email = OutgoingEmail.objects.get(purpose="members.code")
    code = "".join(letter for letter in email.subject if letter.isdigit())[:6]
    browser.post("/sign-in/code/", form.fields | {"code": code})
    email.delete()


def reminders_sent():
    return OutgoingEmail.objects.filter(purpose="pledges.reminder", state=State.SENT).count()


def go_away_and_come_back(stack, how, meanwhile):
    """The broker is away for some time; says how many reminders were sent by its end."""
    away, back = {
        "stopped": (stack.broker.stop, stack.broker.start),
        "hung": (stack.broker.hang, stack.broker.go_on),
    }[how]
    away()
    meanwhile()
    time.sleep(AWAY)
    sent = reminders_sent()
    back()
    return sent


@pytest.mark.parametrize("how", ["stopped", "hung"])
def test_people_notice_nothing_and_reminders_are_only_later(stack, inbox, how):
    now = timezone.now()
    errors: list[str] = []
    coming, here = make_event(), make_event(in_days=0, starts_at=now, ends_at=now + timedelta(hours=2))
    people = Thread(target=people_do_things, args=(stack.web(), coming, here, errors))
    stack.worker(), stack.beat()
    due_reminders(10)
    wait_for(lambda: reminders_sent() == 10, what="the first reminders")

    def meanwhile():
        people.start()
        people.join(SOON)
        due_reminders(10, start=10)

    sent = go_away_and_come_back(stack, how, meanwhile)
    wait_for(lambda: reminders_sent() == 20, seconds=120, what="the later reminders")
    wait_for(lambda: not OutgoingEmail.objects.exclude(state=State.SENT).exists(), what="all other emails")

    assert (people.is_alive(), errors, sent) == (False, [], 10)
    assert (coming.signups.count(), Pledge.objects.filter(event=here).count()) == (1, 1)
    assert {"events.confirmed", "pledges.made"} <= set(OutgoingEmail.objects.values_list("purpose", flat=True))
    assert len(inbox.ids) == len(set(inbox.ids)) == OutgoingEmail.objects.count()


def test_control_who_talks_to_a_hung_broker_waits(stack):
    stack.broker.hang()
    app = Celery(broker=stack.broker.url)

    caller = Thread(target=lambda: app.send_task("outbox.deliver"), daemon=True)
    caller.start()
    caller.join(AWAY)

    assert caller.is_alive()
    stack.broker.go_on()
    caller.join(30)


def test_an_emptied_broker_loses_nothing_and_nobody_is_signed_out(stack, inbox):
    port = stack.web()
    with closing(Browser(port)) as browser:
        sign_in(browser, make_member())
    due_reminders(REMINDERS)
    stack.worker(), stack.worker(), stack.beat()

    for flush in range(1, FLUSHES + 1):
        goal = REMINDERS * flush // (FLUSHES + 2)
        wait_for(lambda goal=goal: len(inbox.ids) >= goal, what="some emails")
        assert stack.broker.answers("FLUSHALL")
    wait_for(lambda: reminders_sent() == REMINDERS, seconds=60 + REMINDERS / 10, what="all emails")

    assert len(inbox.ids) == len(set(inbox.ids)) == REMINDERS
    with closing(Browser(port, browser.cookies)) as back:
        back.get("/me/")
    assert back.path == "/me/"
