"""People with a phone and no email: when they are to be told what, and by whom they were."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.template import Context, Template
from django.utils import timezone

from events.actions import (
    Change,
    Guest,
    cancel_date,
    change_date,
    give_back,
    keep_offers_moving,
    sign_up,
    tick_off,
    write_due_reminders,
)
from events.models import Call, Event, Reminder, moment_of, to_ring
from tests.events.people import emails, guest, sign_ups, until
from tests.factories import make_event, make_member

DAY = timedelta(days=1)


@pytest.fixture
def event(kwame):
    row = make_event(in_days=30)
    row.series.hosts.add(kwame)
    return row


def jim(event, name="Jim Oldham", at=None):
    return sign_up(event, Guest(name=name, phone="01632 960 111"), at=at or timezone.now())


def due(event, now):
    return {one.signup.contact.name: [why.value for why in one.reasons] for one in to_ring(event, now=now)}


def address(event, more=""):
    return f"/host/{event.series.slug}/{event.day}/ring/{more}"


def test_whoever_has_an_email_is_not_rung(event):
    sign_ups(event, 1)
    jim(event)

    assert due(event, timezone.now()) == {"Jim Oldham": ["place"]}


def test_each_reminder_is_due_when_its_email_would_be(event, kwame):
    signup = jim(event)
    tick_off(event, signup, by=kwame, at=timezone.now())
    local = timezone.localtime(event.starts_at)
    ten, ten_a_week_before = [(local - days * DAY).replace(hour=10, minute=0) for days in (1, 7)]

    found = {
        "now": due(event, timezone.now()),
        "at ten a week before": due(event, ten_a_week_before),
        "a minute before that": due(event, ten_a_week_before - timedelta(minutes=1)),
        "at ten the day before": due(event, ten),
        "at 9:59": due(event, ten - timedelta(minutes=1)),
        "as it starts": due(event, event.starts_at),
    }

    assert found == {
        "now": {},
        "at ten a week before": {"Jim Oldham": ["week"]},
        "a minute before that": {},
        "at ten the day before": {"Jim Oldham": ["day"]},
        "at 9:59": {"Jim Oldham": ["week"]},
        "as it starts": {},
    }


def test_a_reminder_whose_moment_was_before_the_sign_up_is_not_due(event):
    jim(event, at=event.starts_at - 3 * DAY)

    assert due(event, event.starts_at - 2 * DAY) == {"Jim Oldham": ["place"]}


def test_on_the_day_that_others_are_written_to_a_phone_is_on_the_list(event, kwame):
    tick_off(event, jim(event), by=kwame, at=timezone.now())
    sign_ups(event, 1)
    seen = {}

    for kind in Reminder.Kind:
        moment = moment_of(kind, event.starts_at)
        for name, at in (("before", moment - timedelta(minutes=1)), ("after", moment)):
            write_due_reminders(at)
            seen[kind.value, name] = (emails(f"events.{kind.value}-before"), due(event, at).get("Jim Oldham", []))
        tick_off(event, event.signups.get(contact__name="Jim Oldham"), by=kwame, at=moment)

    assert seen == {
        ("week", "before"): ([], []),
        ("week", "after"): (["guest1@people.example"], ["week"]),
        ("day", "before"): ([], []),
        ("day", "after"): (["guest1@people.example"], ["day"]),
    }
    assert not Reminder.objects.filter(signup__contact__email="").exists()


def test_whoever_waits_is_told_so_and_told_again_when_a_place_comes_free(kwame):
    event = make_event(capacity=1)
    first = sign_up(event, guest(1), at=timezone.now())
    signup = jim(event)
    waiting = due(event, timezone.now())
    tick_off(event, signup, by=kwame, at=timezone.now())

    give_back(first, at=timezone.now())

    assert (waiting, due(event, timezone.now())) == ({"Jim Oldham": ["waiting"]}, {"Jim Oldham": ["offered"]})


def test_an_offer_is_due_with_its_end(event, kwame, sign_in):
    signup = jim(event)
    event.signups.filter(pk=signup.pk).update(state="offered", position=1, offered_until=timezone.now() + DAY)

    words = sign_in(kwame).get(address(event)).content.decode()

    assert due(event, timezone.now()) == {"Jim Oldham": ["offered"]}
    assert "A place came free, and is held for them, until " in words


def test_whoever_took_an_offer_on_the_phone_is_not_rung_again(event, kwame):
    signup = jim(event)
    event.signups.filter(pk=signup.pk).update(state="offered", position=1, offered_until=timezone.now() + DAY)
    tick_off(event, signup, by=kwame, at=timezone.now())

    event.signups.filter(pk=signup.pk).update(state="confirmed", offered_until=None)

    assert due(event, timezone.now()) == {}


def test_a_cancelled_date_is_told_with_its_reason_and_nothing_else(event, kwame, sign_in):
    jim(event)
    Event.objects.update(cancelled_at=timezone.now(), cancelled_because="The hall is flooded.")

    words = sign_in(kwame).get(address(event)).content.decode()

    assert "This date is cancelled: The hall is flooded." in words
    assert "They have a place" not in words


def test_whoever_gave_the_place_back_is_not_rung(event):
    give_back(jim(event), at=timezone.now())

    assert due(event, timezone.now()) == {}


def test_the_host_ticks_off_and_sees_who_did_it_when(event, kwame, sign_in):
    signup, before = jim(event), timezone.now()
    client = sign_in(kwame)
    assert "I rang Jim" in client.get(address(event)).content.decode()

    answer = client.post(address(event, f"{signup.uuid}/"), follow=True)

    call = Call.objects.get()
    words = answer.content.decode()
    assert (call.about, call.rung_by, call.rung_at >= before) == ("place", kwame, True)
    assert "Nobody is to be rung now." in words
    assert "Kwame Asiedu" in words


def test_ticking_off_twice_is_once(event, kwame, orla):
    signup = jim(event)

    answers = [tick_off(event, signup, by=by, at=timezone.now()) for by in (kwame, orla)]

    assert answers == [True, False]
    assert Call.objects.get().rung_by == kwame


def test_undo_makes_it_due_again(event, kwame, sign_in):
    signup = jim(event)
    tick_off(event, signup, by=kwame, at=timezone.now())

    sign_in(kwame).post(address(event, f"{Call.objects.get().uuid}/undo/"))

    assert not Call.objects.exists()
    assert due(event, timezone.now()) == {"Jim Oldham": ["place"]}


def test_whoever_comes_back_is_told_anew(event, kwame):
    signup = jim(event)
    tick_off(event, signup, by=kwame, at=timezone.now())
    give_back(signup, at=timezone.now())

    sign_up(event, signup.contact, at=timezone.now())

    assert due(event, timezone.now()) == {"Jim Oldham": ["place"]}


def moved(event, *, days=0, hours=0):
    """Its host puts it on another day, or later on the same one."""
    start = timezone.localtime(event.starts_at) + timedelta(days=days, hours=hours)
    end = timezone.localtime(event.ends_at) + timedelta(days=days, hours=hours)
    new = replace(Change.none(event), day=start.date(), starts=start.time(), ends=end.time())
    return change_date(event, new, at=timezone.now())


def test_another_time_is_rung_once_and_each_time_anew(event, kwame, sign_in):
    signup = jim(event)
    tick_off(event, signup, by=kwame, at=timezone.now())

    event = moved(event, hours=1)
    first, page = due(event, timezone.now()), sign_in(kwame).get(address(event)).content.decode()
    tick_off(event, signup, by=kwame, at=timezone.now())
    told = due(event, timezone.now())
    event = moved(event, hours=1)

    assert (first, told, due(event, timezone.now())) == ({"Jim Oldham": ["changed"]}, {}, {"Jim Oldham": ["changed"]})
    assert "The time or the place is another one now: " in page


def test_another_theme_is_no_reason_to_ring(event, kwame):
    tick_off(event, jim(event), by=kwame, at=timezone.now())

    event = change_date(event, replace(Change.none(event), theme="Keeping warm"), at=timezone.now())

    assert due(event, timezone.now()) == {}


def test_whoever_signs_up_after_the_change_knows_the_new_time(event):
    event = moved(event, hours=1)

    jim(event)

    assert due(event, timezone.now()) == {"Jim Oldham": ["place"]}


def test_a_date_that_moves_on_after_the_reminder_is_reminded_of_anew(event, kwame):
    signup = jim(event)
    at = event.starts_at - 2 * DAY
    tick_off(event, signup, by=kwame, at=at)
    event = moved(event, days=30)
    tick_off(event, signup, by=kwame, at=at + timedelta(hours=1))

    later = due(event, event.starts_at - 3 * DAY)

    assert (due(event, at + timedelta(hours=2)), later) == ({}, {"Jim Oldham": ["week"]})


def test_whoever_did_not_say_yes_in_time_is_told_so(kwame):
    event = make_event(capacity=1)
    first = sign_up(event, guest(1), at=timezone.now())
    signup = jim(event)
    give_back(first, at=timezone.now())

    keep_offers_moving(until())

    now = timezone.now()
    lapsed = due(event, now)
    tick_off(event, signup, by=kwame, at=now)
    assert (lapsed, due(event, now), due(event, event.starts_at)) == ({"Jim Oldham": ["lapsed"]}, {}, {})


def test_a_lapse_is_no_reason_to_ring_when_the_date_is_off(kwame):
    event = make_event(capacity=1)
    first = sign_up(event, guest(1), at=timezone.now())
    jim(event)
    give_back(first, at=timezone.now())
    keep_offers_moving(until())

    cancel_date(event, because="The hall is flooded.", by=kwame, at=timezone.now())

    event.refresh_from_db()
    assert due(event, timezone.now()) == {}


def test_whoever_has_an_offer_is_not_reminded_before_they_say_yes(event):
    signup = jim(event)
    event.signups.filter(pk=signup.pk).update(state="offered", position=1, offered_until=event.starts_at)

    assert due(event, event.starts_at - 2 * DAY) == {"Jim Oldham": ["offered"]}


def test_a_place_of_another_date_is_not_there(event, kwame, sign_in):
    other = make_event(in_days=60, series=event.series)
    signup = jim(other)

    assert sign_in(kwame).post(address(event, f"{signup.uuid}/")).status_code == 404
    assert not Call.objects.exists()


def test_a_foreign_host_finds_nothing(event, sign_in):
    other = make_member("Ros Hale", roles=["facilitator"])

    assert sign_in(other).get(address(event)).status_code == 404


def test_the_page_costs_the_same_with_one_and_three(event, kwame, sign_in, django_assert_num_queries):
    client = sign_in(kwame)
    for number in range(3):
        jim(event, f"Jim {number}")
        tick_off(event, jim(event, f"Rung {number}"), by=kwame, at=timezone.now())
        if number in (0, 2):
            client.get(address(event))
            with django_assert_num_queries(QUERIES):
                client.get(address(event))


# The last reads the pledges of people with a phone only.
QUERIES = 7


def test_it_stands_among_the_jobs_with_a_count(event):
    jim(event)
    jim(event, "Jill Oldham")

    words = Template('{% include "events/host/_needs_jobs.html" %}').render(Context({"event": event}))

    assert "2 to ring" in words
    assert address(event) in words
