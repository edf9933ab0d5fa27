"""What is sent before a date, when, to whom; and what never is."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from commons.models import Heartbeat
from events.actions import Guest, give_back, set_capacity, sign_up, write_due_reminders
from events.emails.places import drop_reminders
from events.models import Event, Reminder, Series, SignUp, moment_of
from outbox.models import OutgoingEmail, State
from tests.events.people import emails, guest
from tests.factories import make_member, make_series

pytestmark = pytest.mark.django_db
LONDON = ZoneInfo("Europe/London")
WEEK, DAY = "events.week-before", "events.day-before"


def london(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=LONDON)


START = london(2026, 9, 16, 17, 30)
ASKED = london(2026, 9, 9, 10)
EVE = london(2026, 9, 15, 10)
EARLY = london(2026, 8, 1, 12)


def meet_up(day=date(2026, 9, 16), **fields):
    event = (Series.objects.first() or make_series()).date_on(day)
    for name, value in fields.items():
        setattr(event, name, value)
    event.save()
    return event


def coming(event, number=1, *, at=EARLY):
    return sign_up(event, guest(number), at=at)


def say_yes(*, at):
    """Of those to whom a freed place was offered, if it is not simply theirs."""
    SignUp.objects.filter(state="offered").update(state="confirmed", offered_until=None, changed_at=at)


def tick(now):
    return write_due_reminders(now)


def states(kind):
    return Counter(Reminder.objects.filter(kind=kind).values_list("state", flat=True))


def test_each_is_written_once_at_its_moment():
    coming(meet_up())
    seen = []

    for now in (ASKED - timedelta(minutes=1), ASKED, ASKED + timedelta(minutes=1)):
        tick(now)
        seen.append(len(emails(WEEK)))
    for now in (EVE - timedelta(minutes=1), EVE, EVE + timedelta(minutes=1), START - timedelta(minutes=1)):
        tick(now)
        seen.append(len(emails(DAY)))

    assert seen == [0, 1, 1, 0, 1, 1, 1]
    assert Heartbeat.objects.filter(name="events.write_due_reminders").exists()


def test_the_question_has_a_link_for_each_answer_and_the_place():
    coming(meet_up())

    tick(ASKED)

    email = OutgoingEmail.objects.get(purpose=WEEK)
    assert email.subject == "Still coming on 16 September? Collaboration Station"
    assert "St Hilda’s hall, 1 Mill Lane, Westmere" in email.text
    assert [email.text.count(f"?say={said}") for said in ("yes", "no")] == [1, 1]
    assert [f"?say={said}" in email.html for said in ("yes", "no")] == [True, True]


def test_the_day_before_says_where_and_how_to_get_there():
    event = meet_up()
    event.venue.travel = "Bus 5 stops outside."
    event.venue.save()
    coming(event)

    tick(EVE)

    email = OutgoingEmail.objects.get(purpose=DAY)
    assert email.subject == "Tomorrow: Collaboration Station"
    hall = "St Hilda’s hall, 1 Mill Lane, Westmere"
    for words in ("See you tomorrow.", hall, "Bus 5 stops outside.", "5:30pm to 7pm"):
        assert words in email.text
    assert "/events/place/" in email.text


@pytest.mark.parametrize(
    ("day", "moments"),
    [
        (date(2026, 3, 29), ["2026-03-22T10:00+00:00", "2026-03-28T10:00+00:00"]),
        (date(2026, 3, 30), ["2026-03-23T10:00+00:00", "2026-03-29T09:00+00:00"]),
        (date(2026, 10, 25), ["2026-10-18T09:00+00:00", "2026-10-24T09:00+00:00"]),
        (date(2026, 10, 26), ["2026-10-19T09:00+00:00", "2026-10-25T10:00+00:00"]),
    ],
)
def test_ten_stays_ten_on_both_sides_of_both_clock_changes(day, moments):
    event = meet_up(day)
    coming(event, at=event.starts_at - timedelta(days=60))
    expected = [datetime.fromisoformat(moment) for moment in moments]

    written = []
    for moment, purpose in zip(expected, (WEEK, DAY), strict=True):
        tick(moment - timedelta(minutes=1))
        before = len(emails(purpose))
        tick(moment)
        tick(moment + timedelta(hours=1))
        written.append((before, len(emails(purpose))))

    assert [moment_of(kind, event.starts_at).astimezone(UTC) for kind in Reminder.Kind] == expected
    assert written == [(0, 1), (0, 1)]


def test_nobody_is_sent_what_was_due_before_they_signed_up():
    event = meet_up()
    coming(event, 1, at=ASKED + timedelta(minutes=1))
    coming(event, 2, at=EVE + timedelta(minutes=1))
    coming(event, 3, at=EARLY)

    for now in (ASKED + timedelta(hours=1), EVE, EVE + timedelta(hours=2)):
        tick(now)

    assert emails(WEEK) == ["guest3@people.example"]
    assert sorted(emails(DAY)) == ["guest1@people.example", "guest3@people.example"]


def test_those_who_wait_those_who_left_and_those_with_a_phone_are_sent_nothing():
    event = meet_up(capacity=3)
    staying, leaving = coming(event, 1), coming(event, 2)
    sign_up(event, Guest(name="Ring Me", phone="01632 960 001"), at=EARLY)
    coming(event, 4), coming(event, 5)
    give_back(leaving, at=EARLY)
    say_yes(at=EARLY)

    tick(ASKED)
    tick(EVE)

    assert emails(WEEK) == [staying.contact.email, "guest4@people.example"]
    assert emails(DAY) == [staying.contact.email, "guest4@people.example"]


def test_a_place_that_came_after_the_question_gets_the_next_message_only():
    event = meet_up(capacity=1)
    coming(event, 1), coming(event, 2)
    set_capacity(event, 2, at=ASKED + timedelta(hours=3))
    say_yes(at=ASKED + timedelta(hours=3))

    tick(ASKED + timedelta(hours=4))
    tick(EVE)

    assert emails(WEEK) == ["guest1@people.example"]
    assert sorted(emails(DAY)) == ["guest1@people.example", "guest2@people.example"]


def test_a_suspended_member_is_sent_nothing():
    member = make_member("Sid Vane")
    sign_up(meet_up(), member.contact, at=EARLY)
    member.is_active = False
    member.save(update_fields=["is_active"])

    tick(ASKED)

    assert emails(WEEK) == []
    assert states("week") == {"planned": 1}


def test_giving_back_drops_what_is_planned_and_what_is_written_and_unsent():
    event = meet_up()
    signup = coming(event)
    tick(ASKED)
    planned = states("day")

    give_back(signup, at=ASKED + timedelta(minutes=5))

    assert planned == {"planned": 1}
    assert OutgoingEmail.objects.get(purpose=WEEK).state == State.CANCELLED
    assert (states("week"), states("day")) == ({"cancelled": 1}, {"cancelled": 1})
    tick(EVE)
    assert emails(DAY) == []


def test_coming_back_owes_what_is_still_to_come():
    event = meet_up()
    signup = coming(event)
    tick(ASKED)
    give_back(signup, at=ASKED + timedelta(hours=1))
    sign_up(event, signup.contact, at=ASKED + timedelta(hours=2))

    tick(ASKED + timedelta(hours=3))
    tick(EVE)

    assert (len(emails(WEEK)), len(emails(DAY))) == (1, 1)


def test_a_moved_date_takes_its_messages_along_and_the_old_ones_never_go():
    event = meet_up()
    coming(event)
    tick(ASKED)
    OutgoingEmail.objects.update(state=State.SENT, sent_at=ASKED)
    later = timedelta(days=14)
    Event.objects.filter(pk=event.pk).update(
        day=event.day + later, starts_at=event.starts_at + later, ends_at=event.ends_at + later
    )

    tick(EVE)
    on_the_old_eve = len(emails(DAY))
    tick(EVE + timedelta(days=8))
    tick(EVE + later)

    assert on_the_old_eve == 0
    assert (len(emails(WEEK)), len(emails(DAY))) == (2, 1)
    assert OutgoingEmail.objects.get(purpose=DAY).text.count("Tuesday 29") == 0
    assert "Wednesday 30 September" in OutgoingEmail.objects.get(purpose=DAY).text


def test_a_date_that_moves_by_a_day_after_the_question_does_not_ask_again():
    event = meet_up()
    coming(event)
    tick(ASKED)
    Event.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at - timedelta(days=1), ends_at=event.ends_at - timedelta(days=1)
    )
    OutgoingEmail.objects.update(state=State.SENT, sent_at=ASKED)

    tick(ASKED + timedelta(minutes=5))
    tick(EVE - timedelta(days=1))

    assert (len(emails(WEEK)), len(emails(DAY))) == (1, 1)


def test_a_date_that_moves_away_and_back_is_told_as_planned():
    event = meet_up()
    coming(event)
    tick(ASKED)
    for days in (3, -3):
        event.refresh_from_db()
        Event.objects.filter(pk=event.pk).update(
            starts_at=event.starts_at + timedelta(days=days), ends_at=event.ends_at + timedelta(days=days)
        )
        tick(ASKED + timedelta(hours=1))

    tick(EVE)

    assert len(emails(DAY)) == 1


def test_an_email_about_the_old_time_that_waits_is_stopped():
    event = meet_up()
    coming(event)
    tick(EVE)
    Event.objects.filter(pk=event.pk).update(
        starts_at=event.starts_at + timedelta(hours=1), ends_at=event.ends_at + timedelta(hours=1)
    )

    tick(EVE + timedelta(minutes=1))

    found = OutgoingEmail.objects.filter(purpose=DAY).order_by("pk").values_list("state", flat=True)
    assert list(found) == [State.CANCELLED, State.DUE]
    assert "6:30pm to 8pm" in OutgoingEmail.objects.get(purpose=DAY, state=State.DUE).text


def test_an_email_that_was_stopped_goes_when_the_date_moves_back():
    event = meet_up()
    coming(event)
    tick(EVE)
    for hours in (1, 0):
        start = event.starts_at + timedelta(hours=hours)
        Event.objects.filter(pk=event.pk).update(starts_at=start, ends_at=start + timedelta(hours=1))
        tick(EVE + timedelta(minutes=2 - hours))
    tick(EVE + timedelta(minutes=3))

    found = OutgoingEmail.objects.filter(purpose=DAY).order_by("pk").values_list("state", flat=True)
    assert list(found) == [State.CANCELLED, State.CANCELLED, State.DUE]
    assert "5:30pm to 6:30pm" in OutgoingEmail.objects.get(purpose=DAY, state=State.DUE).text


def test_a_cancelled_date_sends_nothing_more():
    event = meet_up()
    coming(event)
    tick(ASKED)
    Event.objects.filter(pk=event.pk).update(cancelled_at=ASKED, cancelled_because="Snow.")

    dropped = drop_reminders(Reminder.objects.filter(signup__event=event))
    tick(EVE)

    assert dropped == 2
    assert emails(DAY) == []
    assert OutgoingEmail.objects.get(purpose=WEEK).state == State.CANCELLED


def test_after_three_days_of_silence_stale_ones_are_dropped_and_counted():
    soon, later = meet_up(date(2026, 9, 12)), meet_up(date(2026, 9, 18))
    coming(soon, 1), coming(later, 2)
    tick(london(2026, 9, 10, 9))

    # Nothing looked from the tenth to the fourteenth: the first date is over, the second's week before has passed.
    written = tick(london(2026, 9, 14, 9))
    more = tick(london(2026, 9, 17, 10))

    assert (written, more) == (0, 1)
    assert states("day") == {"missed": 1, "written": 1}
    assert states("week") == {"missed": 2}


def test_a_short_silence_only_makes_them_late_and_the_words_stay_true():
    coming(meet_up())

    tick(EVE + timedelta(hours=20))

    email = OutgoingEmail.objects.get(purpose=DAY)
    assert email.subject == "Today: Collaboration Station"
    assert "See you today." in email.text


def test_a_row_that_was_lost_is_planned_again_and_its_email_is_not_sent_twice():
    coming(meet_up())
    tick(ASKED)

    Reminder.objects.all().delete()
    tick(ASKED + timedelta(minutes=1))
    tick(EVE)

    assert (len(emails(WEEK)), len(emails(DAY))) == (1, 1)


def test_a_minute_costs_the_same_with_one_person_and_with_forty():
    costs = []
    tick(EARLY)
    for day, people in ((16, 1), (17, 40)):
        event = meet_up(date(2026, 9, day))
        for number in range(people):
            coming(event, number)
        with CaptureQueriesContext(connection) as queries:
            tick(ASKED + timedelta(days=day - 16))
        costs.append(len(queries))

    assert len(emails(WEEK)) == 41
    assert costs[0] == costs[1] <= 33


@pytest.mark.django_db(transaction=True)
def test_two_schedulers_at_once_write_each_message_once():
    event = meet_up()
    for number in range(60):
        coming(event, number)
    counts = []

    def run():
        try:
            counts.append(tick(ASKED))
        finally:
            connection.close()

    threads = [Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tick(ASKED + timedelta(minutes=1))

    assert Counter(emails(WEEK)) == {f"guest{number}@people.example": 1 for number in range(60)}
    assert sum(counts) <= 60
    assert states("week") == {"written": 60}


@pytest.mark.django_db(transaction=True)
def test_whoever_gives_back_while_messages_are_written_is_sent_nothing():
    event = meet_up()
    signups = [coming(event, number) for number in range(60)]
    start, leaving = Barrier(3), signups[::2]

    def run(task):
        try:
            start.wait()
            task()
        finally:
            connection.close()

    def leave(some):
        for signup in some:
            give_back(signup, at=ASKED)

    tasks = [lambda: tick(ASKED), lambda: leave(leaving[:15]), lambda: leave(leaving[15:])]
    threads = [Thread(target=run, args=[task]) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tick(ASKED + timedelta(minutes=1))

    unsent = OutgoingEmail.objects.filter(purpose=WEEK, state=State.DUE).values_list("to", flat=True)
    assert sorted(unsent) == sorted(signup.contact.email for signup in signups[1::2])
