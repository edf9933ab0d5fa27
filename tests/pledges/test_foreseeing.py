"""What organisers see of the days ahead is what will be written."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.utils import timezone

from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.actions.booking import book_reminders
from pledges.actions.foreseeing import foresee
from pledges.actions.reminding import write_due_reminders
from pledges.models import FollowUps, Pledge, Reminder
from pledges.models.working_days import morning
from tests.factories import make_contact, make_event, make_pledge

pytestmark = pytest.mark.django_db
# Over Christmas: holidays, weekends and repeats after working days meet in it.
START = datetime(2026, 12, 16, 8, tzinfo=UTC)


def due(pledge, day, kind="due"):
    return Reminder.objects.create(pledge=pledge, kind=kind, due_on=day, due_at=morning(day))


def people():
    """Somebody of each kind that the rhythm treats in its own way."""
    contacts = [make_contact(f"Person {n}", email=f"p{n}@westmere.example") for n in range(8)]
    event = make_event(in_days=(date(2027, 1, 6) - timezone.localdate()).days)
    pledges = [make_pledge(f"do {n}", by=contact, made_at=START, event=event) for n, contact in enumerate(contacts)]
    for number, day in enumerate([17, 18, 18, 17, 17, 13, 17]):  # the 13th is too late
        due(pledges[number], date(2026, 12, day))
    due(make_pledge("sing", by=contacts[1], made_at=START), date(2026, 12, 21))  # held back by the week
    due(make_pledge("dance", by=contacts[1], made_at=START), date(2026, 12, 22))
    due(make_pledge("bake", by=contacts[2], made_at=START), date(2026, 12, 18))  # merged
    due(pledges[2], date(2026, 12, 18), kind="first-step")  # one pledge, one question
    FollowUps.of(contacts[3]).pause(until=date(2026, 12, 26))  # a holiday: Tuesday the 29th
    FollowUps.of(contacts[4]).stop(at=START)
    Pledge.objects.filter(pk=pledges[6].pk).update(confirmed_at=None)
    with_a_first_step(pledges[7])


def with_a_first_step(pledge):
    pledge.first_step, pledge.first_step_on = "ring Joan at 2pm", date(2026, 12, 17)
    pledge.save()
    book_reminders(pledge, now=START)


def lines_of(emails):
    return [(timezone.localdate(at), name, sorted(asks)) for at, name, asks in emails]


def foreseen():
    return lines_of(
        (email.at, email.contact.name, [(row.kind, row.pledge.act) for row in email.reminders])
        for email in foresee(START)
    )


def contact_of(email):
    return Contact.objects.get(email=email.to)


def written():
    """Each hour of fourteen days, as the clock would."""
    found, now = [], START
    while now <= START + timedelta(days=14):
        before = set(OutgoingEmail.objects.values_list("pk", flat=True))
        write_due_reminders(now)
        new = OutgoingEmail.objects.exclude(pk__in=before)
        new.update(written_at=now)
        for email in new:
            rows = Reminder.objects.filter(email=email).select_related("pledge__contact").order_by("due_at", "pk")
            first = {row.pledge_id: row for row in reversed(rows)}
            asks = [(row.kind, row.pledge.act) for row in first.values()]
            found.append((now, contact_of(email).name, asks))
        now += timedelta(hours=1)
    return lines_of(found)


def test_what_is_foreseen_is_what_is_written_in_fourteen_days():
    people()

    ahead = foreseen()
    then = written()

    assert sorted(ahead) == sorted(then)
    assert [line for line in ahead if line[1] == "Person 1"][:2] == [
        (date(2026, 12, 18), "Person 1", [("due", "do 1")]),
        (date(2026, 12, 29), "Person 1", [("due", "dance"), ("due", "sing"), ("repeat", "do 1")]),
    ]
    assert (date(2026, 12, 29), "Person 3", [("due", "do 3")]) in ahead
    assert not {"Person 4", "Person 6"} & {line[1] for line in ahead}


def test_looking_changes_nothing():
    people()
    before = list(Reminder.objects.order_by("pk").values_list("state", "due_at"))

    assert foresee(START)

    assert list(Reminder.objects.order_by("pk").values_list("state", "due_at")) == before
    assert not OutgoingEmail.objects.exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_three_people_cost_what_one_does(django_assert_num_queries, rows):
    for number in range(rows):
        contact = make_contact(f"P{number}", email=f"p{number}@westmere.example")
        due(make_pledge(by=contact, made_at=START), date(2026, 12, 17))
    foresee(START)

    with django_assert_num_queries(5):
        foresee(START)


def test_a_first_step_is_asked_about_at_its_own_time():
    people()

    (email,) = [email for email in foresee(START) if email.contact.name == "Person 7"][:1]

    assert timezone.localtime(email.at).time() == time(14)
