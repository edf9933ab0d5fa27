"""Many people are written to at once, by more than one writer."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from members.models import Contact
from outbox.models import OutgoingEmail
from pledges.actions.reminding import BATCH, WRITERS, write_due_reminders
from pledges.models import Pledge, Reminder
from tests.factories import sector

pytestmark = pytest.mark.django_db(transaction=True)
# A Wednesday with no holiday near.
WEDNESDAY = datetime(2026, 9, 16, 11, tzinfo=UTC)
PEOPLE = BATCH * (WRITERS + 1) + 1


@pytest.fixture
def due(transactional_db):
    people = Contact.objects.bulk_create(
        Contact(name="Reg", email=f"person.{n}@people.example", sector=sector()) for n in range(PEOPLE)
    )
    made = {"made_at": WEDNESDAY - timedelta(days=30), "confirmed_at": WEDNESDAY, "visibility": "public"}
    pledges = Pledge.objects.bulk_create(
        Pledge(act="ring ten tenants", contact=who, first_name="Reg", sector=who.sector, **made) for who in people
    )
    Reminder.objects.bulk_create(
        Reminder(pledge=pledge, kind="due", due_on=WEDNESDAY.date(), due_at=WEDNESDAY) for pledge in pledges
    )


def sessions():
    """How many are connected to this database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
        return cursor.fetchone()[0]


def come_down_to(before):
    """PostgreSQL takes a moment to end a session that was closed; one that stays open never goes."""
    deadline = time.monotonic() + 30
    while sessions() > before and time.monotonic() < deadline:
        pass
    return sessions() <= before


def test_each_is_written_to_once_and_no_writer_leaves_its_connection_open(due):
    before = sessions()

    written = write_due_reminders(WEDNESDAY + timedelta(minutes=1))

    emails = list(OutgoingEmail.objects.filter(purpose="pledges.reminder").values_list("to", flat=True))
    assert (written, len(emails), len(set(emails))) == (PEOPLE, PEOPLE, PEOPLE)
    assert not Reminder.objects.planned().filter(kind="due").exists()
    assert come_down_to(before)


def test_what_one_writer_could_not_write_is_said_and_the_others_go_on(due):
    # The database refuses the email to one person, and so the batch that this person is in.
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION refuse() RETURNS trigger AS $$ BEGIN RAISE EXCEPTION 'refused'; END $$ LANGUAGE plpgsql"
        )
        cursor.execute(
            "CREATE TRIGGER refuse BEFORE INSERT ON outbox_outgoingemail FOR EACH ROW "
            "WHEN (NEW.\"to\" = 'person.0@people.example') EXECUTE FUNCTION refuse()"
        )
    try:
        with pytest.raises(Exception, match="refused"):
            write_due_reminders(WEDNESDAY + timedelta(minutes=1))
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP TRIGGER refuse ON outbox_outgoingemail")
            cursor.execute("DROP FUNCTION refuse")

    assert OutgoingEmail.objects.filter(purpose="pledges.reminder").count() == PEOPLE - BATCH
