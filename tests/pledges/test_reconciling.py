"""Lost work is found: a question that is owed and has no row, or whose email is gone, is planned again."""

from datetime import UTC, date, datetime, timedelta

import pytest

from commons.models import Finding, Heartbeat
from outbox.models import OutgoingEmail
from pledges.actions.answering import answer_pledge
from pledges.actions.booking import book_reminders
from pledges.actions.reconciling import reconcile
from pledges.actions.reminding import write_due_reminders
from pledges.models import FollowUps, Pledge, Reminder
from pledges.models.working_days import morning
from tests.factories import make_contact, make_event, make_member, make_pledge

pytestmark = pytest.mark.django_db
# A Wednesday with no holiday near.
WEDNESDAY = datetime(2026, 9, 16, 11, tzinfo=UTC)


def make(act="ring ten tenants", *, n=0, **fields):
    pledge = make_pledge(act, by=make_contact(email=f"p{n}@westmere.example"), made_at=WEDNESDAY, **fields)
    book_reminders(pledge, now=WEDNESDAY)
    return pledge


def rows():
    return set(Reminder.objects.values_list("pledge", "kind", "due_on", "state"))


def findings():
    return list(Finding.objects.values_list("what", "count"))


def test_a_network_where_nothing_is_lost_has_nothing_to_find():
    make_event(in_days=20)
    pledges = [
        make(n=n, first_step_on=date(2026, 9, 18 + n), by_on=date(2026, 9, 25) + timedelta(days=9 * n))
        for n in range(9)
    ]
    answer_pledge(pledges[0], said="stuck", at=WEDNESDAY)
    answer_pledge(pledges[1], said="kept", at=WEDNESDAY)
    FollowUps.of(pledges[2].contact).stop(at=WEDNESDAY)
    found = []

    for day in range(45):
        at = morning(date(2026, 9, 17) + timedelta(days=day))
        write_due_reminders(at)
        # As time would have it.
        OutgoingEmail.objects.filter(written_at__gt=at).update(written_at=at)
        found.append(reconcile(at))

    assert sum(found) == 0
    assert Reminder.objects.filter(state="written").count() > 20
    assert not Finding.objects.exists()
    assert Heartbeat.objects.filter(name="pledges.reconcile").exists()


def test_twenty_deleted_questions_are_planned_again_within_one_run():
    for n in range(12):
        make(n=n, first_step_on=date(2026, 9, 21), by_on=date(2026, 11, 2) + timedelta(days=n))
    before = rows()
    for reminder in Reminder.objects.order_by("uuid")[:20]:
        reminder.delete()
    assert len(rows()) == len(before) - 20

    found = [reconcile(WEDNESDAY), reconcile(WEDNESDAY)]

    assert found == [20, 0]
    assert rows() == before
    assert findings() == [("pledges.reminder_missing", 20)]


def test_the_question_asked_once_more_is_planned_again_too():
    pledge = make(by_on=date(2026, 9, 16))
    write_due_reminders(WEDNESDAY)
    before = rows()
    pledge.reminders.get(kind="repeat").delete()

    found = [reconcile(WEDNESDAY), reconcile(WEDNESDAY)]

    assert found == [1, 0]
    assert rows() == before


def test_a_question_whose_email_is_gone_is_written_once_more():
    for n in range(20):
        make(n=n, by_on=date(2026, 9, 16))
    write_due_reminders(WEDNESDAY)
    OutgoingEmail.objects.all().delete()

    found = [reconcile(WEDNESDAY), reconcile(WEDNESDAY)]

    assert (found, OutgoingEmail.objects.count()) == ([20, 0], 20)
    assert {row.state for row in Reminder.objects.filter(kind="due")} == {"written"}
    assert findings() == [("pledges.reminder_without_email", 20)]


def test_an_email_lost_for_days_is_missed_and_counted_and_one_that_was_kept_its_time_is_not():
    make(n=1, by_on=date(2026, 9, 16))
    make(n=2, by_on=date(2026, 9, 16))
    write_due_reminders(WEDNESDAY)
    OutgoingEmail.objects.all().delete()
    kept, lost = Reminder.objects.filter(kind="due").order_by("pk")
    Reminder.objects.filter(pk=kept.pk).update(due_at=WEDNESDAY - timedelta(days=91))

    found = reconcile(WEDNESDAY + timedelta(days=3))

    kept.refresh_from_db()
    lost.refresh_from_db()
    assert (kept.state, lost.state, found) == ("written", "missed", 1)


def test_a_writer_that_did_not_run_is_made_up_for():
    make(by_on=date(2026, 9, 16))

    found = reconcile(WEDNESDAY)

    assert found == 1
    assert OutgoingEmail.objects.count() == 1
    assert findings() == [("pledges.reminder_late", 1)]


@pytest.mark.parametrize("why", ["unconfirmed", "kept", "no address", "suspended", "stopped"])
def test_nothing_is_planned_for_who_should_not_be_asked(why):
    member = make_member()
    pledge = make_pledge(by=member, made_at=WEDNESDAY, by_on=date(2026, 11, 2))
    book_reminders(pledge, now=WEDNESDAY)
    Reminder.objects.all().delete()

    if why == "unconfirmed":
        Pledge.objects.update(confirmed_at=None)
    elif why == "kept":
        Pledge.objects.filter(pk=pledge.pk).update(state="kept", answered_at=WEDNESDAY)
    elif why == "no address":
        type(pledge.contact).objects.update(email="")
    elif why == "suspended":
        type(member).objects.update(is_active=False)
    else:
        FollowUps.of(pledge.contact).stop(at=WEDNESDAY)

    assert (reconcile(WEDNESDAY), rows()) == (0, set())


def test_control_without_a_reconciler_a_pledge_whose_question_is_lost_is_never_asked_about_again():
    make(by_on=date(2026, 9, 25))
    Reminder.objects.all().delete()

    written = [write_due_reminders(WEDNESDAY + timedelta(days=day)) for day in range(120)]

    assert sum(written) == 0
