"""A clock that stood still for days, and the two nights on which the clocks change."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from outbox.models import OutgoingEmail
from pledges.actions.reminding import write_due_reminders
from pledges.models import Reminder
from pledges.models.working_days import morning
from tests.factories import make_contact, make_pledge

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 9, 14)


def due(n, day):
    pledge = make_pledge(by=make_contact(f"P{n}", email=f"p{n}@westmere.example"), made_at=morning(MONDAY))
    return Reminder.objects.create(pledge=pledge, kind="due", due_on=day, due_at=morning(day))


def test_after_three_days_without_a_clock_each_is_sent_once_or_missed_and_counted():
    rows = [due(n, MONDAY + timedelta(days=n % 4)) for n in range(40)]
    back = morning(MONDAY + timedelta(days=3)) + timedelta(hours=3)

    written = [write_due_reminders(back + timedelta(minutes=minute)) for minute in range(5)]

    by_day = Counter((row.due_on.day, row.state) for row in Reminder.objects.filter(pk__in=[row.pk for row in rows]))
    assert written == [20, 0, 0, 0, 0]
    # Monday's and Tuesday's are more than 48 hours old.
    assert by_day == {(14, "missed"): 10, (15, "missed"): 10, (16, "written"): 10, (17, "written"): 10}
    assert max(Counter(OutgoingEmail.objects.values_list("to", flat=True)).values()) == 1
    # What was missed is asked next month.
    assert Reminder.objects.filter(kind="monthly", state="planned").count() == 40


def test_a_pledge_with_two_questions_missed_is_asked_once_in_a_day():
    first = due(1, MONDAY + timedelta(days=1))
    Reminder.objects.create(pledge=first.pledge, kind="first-step", due_on=MONDAY + timedelta(days=2),
                            due_at=morning(MONDAY + timedelta(days=2)))  # fmt: skip
    back = morning(MONDAY + timedelta(days=3))

    written = [write_due_reminders(back + timedelta(hours=hour)) for hour in range(24)]

    assert sum(written) == 1


@pytest.mark.parametrize("sunday", [date(2026, 3, 29), date(2026, 10, 25)])
def test_over_a_change_of_the_clocks_nothing_is_sent_twice_and_nothing_missed(sunday):
    days = [sunday - timedelta(days=2), sunday + timedelta(days=1)]
    for n, day in enumerate(days):
        due(n, day)
    begins = datetime.combine(days[0], datetime.min.time(), UTC)
    written = []

    for quarter in range(4 * 24 * 5):
        at = begins + timedelta(minutes=15 * quarter)
        if write_due_reminders(at):
            written.append(timezone.localtime(at))

    assert [(at.date(), at.hour, at.minute) for at in written] == [(day, 9, 0) for day in days]
    assert OutgoingEmail.objects.count() == 2
    assert not Reminder.objects.filter(state="missed").exists()
