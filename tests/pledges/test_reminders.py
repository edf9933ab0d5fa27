"""What is owed, when it is written, and what is never sent."""

from datetime import UTC, date, datetime, time, timedelta
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from commons.models import NetworkSettings
from outbox.models import OutgoingEmail, State
from pledges.actions.booking import book_reminders
from pledges.actions.reminding import write_due_reminders
from pledges.models import Pledge, Reminder, Rhythm, owed
from pledges.models.working_days import BANK_HOLIDAYS, after_working_days, is_working_day, monday_before, morning
from tests.factories import make_contact, make_event, make_member, make_pledge

pytestmark = pytest.mark.django_db
# A Wednesday with no holiday near.
WEDNESDAY = datetime(2026, 9, 16, 11, tzinfo=UTC)


def make(act="ring ten tenants", *, by=None, made_at=WEDNESDAY, **fields):
    return make_pledge(act, by=by or make_contact(email="reg@westmere.example"), made_at=made_at, **fields)


def due(pledge, at, kind="due"):
    return Reminder.objects.create(pledge=pledge, kind=kind, due_on=timezone.localdate(at), due_at=at)


def planned(pledge):
    return [(row.kind, row.due_on) for row in pledge.reminders.planned().order_by("due_on")]


@pytest.mark.parametrize(
    ("day", "utc_hour"),
    [(date(2026, 3, 27), 9), (date(2026, 3, 30), 8), (date(2026, 10, 23), 8), (date(2026, 10, 26), 9)],
)
def test_nine_in_the_morning_stays_nine_on_both_sides_of_a_clock_change(day, utc_hour):
    assert morning(day).astimezone(UTC) == datetime.combine(day, time(utc_hour), UTC)


def test_nobody_is_asked_on_a_weekend_or_a_bank_holiday():
    assert not any(is_working_day(day) for day in [date(2026, 12, 25), date(2026, 12, 26), date(2026, 12, 28)])
    assert after_working_days(date(2026, 12, 23), 2) == date(2026, 12, 29)
    assert monday_before(date(2026, 5, 6)) == date(2026, 5, 5)
    assert {day.year for day in BANK_HOLIDAYS} == {2026, 2027, 2028}
    assert all(day.weekday() < 5 for day in BANK_HOLIDAYS)
    assert len(BANK_HOLIDAYS) == 24


def test_the_first_step_the_date_and_the_month_are_each_owed_once():
    pledge = make(first_step_on=date(2026, 9, 19), by_on=date(2026, 12, 25))

    wanted = owed(pledge, today=date(2026, 9, 16), meet_ups=[date(2026, 9, 16), date(2026, 10, 21)])

    assert wanted == [
        ("first-step", date(2026, 9, 21)),  # the Saturday's Monday
        ("due", date(2026, 12, 29)),  # after both holidays and the weekend
        ("monthly", date(2026, 10, 19)),  # the Monday before the meet-up in October
    ]


def test_with_no_date_it_is_asked_before_the_next_meet_up():
    wanted = owed(make(), today=date(2026, 9, 16), meet_ups=[date(2026, 9, 17), date(2026, 10, 21)])

    assert wanted == [("monthly", date(2026, 10, 19))]


def test_the_date_stands_for_the_months_question_when_they_are_near():
    wanted = owed(make(by_on=date(2026, 10, 21)), today=date(2026, 9, 16), meet_ups=[date(2026, 10, 21)])

    assert wanted == [("due", date(2026, 10, 21))]


def test_changing_the_date_moves_what_is_planned_and_not_what_was_written():
    pledge = make(by_on=date(2026, 9, 25))
    book_reminders(pledge, now=WEDNESDAY)
    written = pledge.reminders.get(kind="due")
    Reminder.objects.filter(pk=written.pk).update(state="written")
    for day in (date(2026, 10, 2), date(2026, 10, 9), date(2026, 10, 2)):
        pledge.by_on = day
        book_reminders(pledge, now=WEDNESDAY)

    dues = pledge.reminders.filter(kind="due").order_by("due_on")
    assert [(row.due_on, row.state) for row in dues] == [
        (date(2026, 9, 25), "written"), (date(2026, 10, 2), "planned"), (date(2026, 10, 9), "cancelled"),
    ]  # fmt: skip


def test_a_persons_pledges_are_merged_into_one_email_with_four_links_each():
    person = make_contact("Priya Raman", email="priya@westmere.example")
    event = make_event(in_days=0)
    for act in ("get the repairs team’s direct number to the residents’ group", "share our van"):
        due(make(act, by=person, event=event, by_on=date(2026, 9, 16)), WEDNESDAY)

    written = write_due_reminders(WEDNESDAY)
    again = write_due_reminders(WEDNESDAY + timedelta(minutes=1))

    (email,) = OutgoingEmail.objects.all()
    assert (written, again) == (1, 0)
    assert email.subject.startswith("Your pledge: get the repairs team’s")
    assert email.subject.endswith("and 1 more")
    assert len(email.subject) <= 50
    assert email.text.startswith("Dear Priya\n\nAt Collaboration Station in September you said:\n")
    assert "You said you would do it by Wednesday 16 September. How is it going?" in email.text
    assert [email.text.count(f"?say={said}") for said in ("kept", "going", "stuck", "let-go")] == [2, 2, 2, 2]
    assert email.unsubscribe_url.startswith("http://testserver/emails/stop/")
    assert email.unsubscribe_url in email.text
    assert {row.state for row in Reminder.objects.filter(kind="due")} == {"written"}
    assert {row.email for row in Reminder.objects.filter(kind="due")} == {email}


def test_at_most_one_pledge_email_a_week_and_the_rest_is_merged_into_the_next():
    pledge = make()
    due(pledge, WEDNESDAY)
    write_due_reminders(WEDNESDAY)
    OutgoingEmail.objects.update(written_at=WEDNESDAY)
    person = pledge.contact
    for days, act in ((1, "sing"), (2, "dance")):
        due(make(act, by=person), WEDNESDAY + timedelta(days=days))

    early = [write_due_reminders(WEDNESDAY + timedelta(days=days)) for days in (1, 2, 5, 6)]
    a_week_on = write_due_reminders(morning(date(2026, 9, 23)))

    assert (early, a_week_on) == ([0, 0, 0, 0], 1)
    last = OutgoingEmail.objects.latest("pk")
    assert "sing" in last.text
    assert "dance" in last.text


def test_without_an_answer_it_is_asked_once_more_and_then_left_for_a_month():
    pledge = make()
    due(pledge, WEDNESDAY)
    write_due_reminders(WEDNESDAY)
    OutgoingEmail.objects.update(written_at=WEDNESDAY)
    first = planned(pledge)

    write_due_reminders(morning(date(2026, 9, 23)))

    assert first == [("repeat", date(2026, 9, 23)), ("monthly", date(2026, 10, 19))]
    assert planned(pledge) == [("monthly", date(2026, 10, 19))]


def test_what_is_two_days_late_is_missed_counted_and_asked_next_month():
    pledge = make()
    late = due(pledge, WEDNESDAY)

    written = write_due_reminders(WEDNESDAY + timedelta(hours=49))

    late.refresh_from_db()
    assert (written, late.state) == (0, "missed")
    assert [kind for kind, _ in planned(pledge)] == ["monthly"]


@pytest.mark.parametrize("why", ["unconfirmed", "kept", "no address", "suspended"])
def test_nobody_is_asked_who_should_not_be(why):
    member = make_member()
    pledge = make(by=member)
    due(pledge, WEDNESDAY)
    assert Reminder.objects.due(WEDNESDAY).count() == 1

    if why == "unconfirmed":
        Pledge.objects.update(confirmed_at=None)
    elif why == "kept":
        pledge.answer(Pledge.State.KEPT, at=WEDNESDAY)
    elif why == "no address":
        type(pledge.contact).objects.update(email="")
    else:
        type(member).objects.update(is_active=False)

    assert write_due_reminders(WEDNESDAY) == 0


def test_an_email_that_was_taken_back_does_not_count_for_the_week():
    pledge = make()
    due(pledge, WEDNESDAY)
    write_due_reminders(WEDNESDAY)
    OutgoingEmail.objects.update(written_at=WEDNESDAY, state=State.CANCELLED)
    due(make("sing", by=pledge.contact), WEDNESDAY + timedelta(days=1))

    assert write_due_reminders(WEDNESDAY + timedelta(days=1)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_writers_at_once_write_each_person_one_email():
    for number in range(30):
        due(make(by=make_contact(f"P{number}", email=f"p{number}@westmere.example")), WEDNESDAY)
    counts = []

    def write():
        counts.append(write_due_reminders(WEDNESDAY))
        connection.close()

    writers = [Thread(target=write) for _ in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert sum(counts) == 30
    assert OutgoingEmail.objects.count() == 30


def test_writing_for_three_people_takes_as_many_queries_as_for_one(django_assert_num_queries):
    for number in range(3):
        due(
            make(by=make_contact(f"P{number}", email=f"p{number}@westmere.example")),
            WEDNESDAY - timedelta(hours=number),
        )
    write_due_reminders(WEDNESDAY - timedelta(hours=9))
    NetworkSettings.current(), Rhythm.now()

    with CaptureQueriesContext(connection) as one:
        write_due_reminders(WEDNESDAY - timedelta(hours=2))
    with CaptureQueriesContext(connection) as two:
        write_due_reminders(WEDNESDAY)

    assert OutgoingEmail.objects.count() == 3
    assert len(one) == len(two) <= 30


def test_who_got_an_email_today_about_what_is_no_longer_theirs_keeps_nobody_waiting():
    reg, other = make_contact("Reg", email="reg@westmere.example"), make_contact("Jo", email="jo@westmere.example")
    handed_on = make(by=reg)
    due(handed_on, WEDNESDAY)
    write_due_reminders(WEDNESDAY)
    OutgoingEmail.objects.update(written_at=WEDNESDAY)
    Pledge.objects.filter(pk=handed_on.pk).update(contact=make_contact("Ada", email="ada@westmere.example"))
    due(make("write a list", by=reg), WEDNESDAY)
    due(make("bring chairs", by=other), WEDNESDAY)

    written = write_due_reminders(WEDNESDAY + timedelta(minutes=1))

    assert written == 1
    assert sorted(OutgoingEmail.objects.values_list("to", flat=True)) == [other.email, reg.email]
    assert Reminder.objects.planned().get(pledge__contact=reg, kind="due").due_at == morning(date(2026, 9, 23))
