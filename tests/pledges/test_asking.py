"""When somebody is asked next: the same on the page, in the email and in truth."""

from datetime import UTC, date, datetime

import pytest

from outbox.models import OutgoingEmail
from pledges.actions.making import make_pledge as make
from pledges.actions.reminding import write_due_reminders
from pledges.models import FollowUps, Pledge, Reminder
from pledges.models.asking import days_asked, next_asked_on
from pledges.models.working_days import morning
from tests.factories import make_contact, make_pledge

pytestmark = pytest.mark.django_db
# A Monday.
NOW = datetime(2026, 9, 7, 7, tzinfo=UTC)
MONDAY, TUESDAY, NEXT_MONDAY, OCTOBER = (date(2026, 9, 7), date(2026, 9, 8), date(2026, 9, 14), date(2026, 10, 5))


@pytest.fixture
def reg():
    return make_contact("Reg Thackeray", email="reg@westmere.example")


@pytest.fixture
def pledge(reg):
    return make_pledge(by=reg, made_at=NOW)


def plan(pledge, *days):
    for day, kind in zip(days, ["first-step", "due", "monthly"], strict=False):
        Reminder.objects.create(pledge=pledge, kind=kind, due_on=day, due_at=morning(day))


def test_two_questions_in_one_week_are_a_week_apart(pledge):
    plan(pledge, MONDAY, TUESDAY, OCTOBER)

    assert days_asked(pledge, now=NOW) == [MONDAY, NEXT_MONDAY, OCTOBER]


def test_what_a_pause_holds_back_comes_as_one_email_after_it(reg, pledge):
    plan(pledge, MONDAY, TUESDAY, OCTOBER)
    FollowUps.of(reg).pause(until=date(2026, 9, 19))  # a Saturday

    assert days_asked(pledge, now=NOW) == [date(2026, 9, 21), OCTOBER]
    assert next_asked_on(reg, now=NOW) == date(2026, 9, 21)


def test_another_pledge_of_the_same_person_takes_the_week(reg, pledge):
    plan(make_pledge("sing", by=reg, made_at=NOW), MONDAY)
    plan(pledge, TUESDAY)

    assert days_asked(pledge, now=NOW) == [NEXT_MONDAY]


def test_what_nobody_confirmed_takes_no_week_but_is_told_its_own(reg, pledge):
    other = make_pledge("sing", by=reg, made_at=NOW, confirmed_at=None)
    plan(other, MONDAY)
    plan(pledge, TUESDAY)

    assert days_asked(pledge, now=NOW) == [TUESDAY]
    assert days_asked(other, now=NOW) == [MONDAY]


def test_whoever_stopped_them_is_asked_on_no_day(reg, pledge):
    plan(pledge, MONDAY)
    FollowUps.of(reg).stop(at=NOW)

    assert days_asked(pledge, now=NOW) == []


def test_what_was_asked_this_week_counts(pledge):
    plan(pledge, MONDAY, TUESDAY)
    write_due_reminders(morning(MONDAY))
    OutgoingEmail.objects.update(written_at=morning(MONDAY))
    Reminder.objects.filter(kind__in=["monthly", "repeat"]).delete()

    assert days_asked(pledge, now=morning(MONDAY)) == [NEXT_MONDAY]
    write_due_reminders(morning(TUESDAY))
    write_due_reminders(morning(NEXT_MONDAY))
    assert OutgoingEmail.objects.filter(purpose="pledges.reminder").count() == 2


def test_the_first_email_names_the_days_of_emails(reg):
    pledge = Pledge(act="sing", first_name="Reg", contact=reg, confirmed_at=NOW, visibility="public",
                    first_step="ring Joan", first_step_on=MONDAY, by_on=TUESDAY)  # fmt: skip

    make(pledge, at=NOW)

    text = " ".join(OutgoingEmail.objects.get(purpose="pledges.made").text.split())
    assert "on Monday 7 September" in text
    assert "Tuesday 8 September and" not in text
    assert "Monday 14 September" in text
