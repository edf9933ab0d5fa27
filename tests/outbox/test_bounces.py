"""Reports that mail servers send back: what they mark, and what is not sent to that address any more."""

import os
import subprocess
import sys
from datetime import timedelta
from email import message_from_string
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from psycopg.conninfo import make_conninfo

from commons.models import AuditEntry
from outbox.actions import lift, note_bounce, read_bounces, send_again, send_due
from outbox.models import BouncedAddress, Companion, OutgoingEmail, State
from tests.factories import make_member

pytestmark = pytest.mark.django_db
REPORTS = Path(__file__).parent / "reports"
STOP = "https://westmere.example/emails/stop/x/"


def report(name, email):
    return (REPORTS / f"{name}.eml").read_text().replace("<MESSAGE-ID>", email.message_id)


def hear(name, email):
    """What `manage bounce` does with this report."""
    bounces = read_bounces(message_from_string(report(name, email)))
    return [note_bounce(bounce, at=timezone.now()) for bounce in bounces]


@pytest.fixture
def sent(write):
    """An email that a mail server took."""
    (email,) = write(key="sent", to="P0@westmere.example", state=State.SENT, sent_at=timezone.now())
    return email


@pytest.mark.parametrize(
    ("name", "status", "is_gone"),
    [("postfix", "5.1.1", True), ("exim", "5.2.1", True), ("exchange", "5.2.2", False)],
)
def test_an_email_that_came_back_has_failed_with_its_class(sent, name, status, is_gone):
    heard = [hear(name, sent), hear(name, sent)]

    sent.refresh_from_db()
    assert heard == [[True], [True]]
    assert (sent.state, sent.sent_at, sent.last_error) == (State.FAILED, None, f"bounced {status}")
    assert [row.address for row in BouncedAddress.objects.all()] == ["p0@westmere.example"] * is_gone


@pytest.mark.parametrize("name", ["postfix_delay", "away"])
def test_a_delay_and_an_automatic_answer_change_nothing(sent, name):
    heard = hear(name, sent)

    sent.refresh_from_db()
    assert (heard, sent.state) == ([], State.SENT)
    assert not BouncedAddress.objects.exists()


def test_a_bounce_of_an_email_that_is_not_ours_changes_nothing(sent):
    text = report("postfix", sent)
    OutgoingEmail.objects.all().delete()

    (bounce,) = read_bounces(message_from_string(text))

    assert note_bounce(bounce, at=timezone.now()) is False
    assert not BouncedAddress.objects.exists()


@pytest.mark.parametrize("text", ["", "\n\n", "Content-Type: multipart/report\n\nno parts", "\0\xff" * 50])
def test_nonsense_is_no_bounce(text):
    assert read_bounces(message_from_string(text)) == []


def test_only_what_people_may_do_without_is_held_back_from_an_address_that_is_gone(inbox, write, sent):
    hear("postfix", sent)
    (reminder,) = write(key="reminder", to="p0@westmere.example", unsubscribe_url=STOP)
    (code,) = write(key="code", to="p0@westmere.example", is_secret=True)
    (other,) = write(key="other", to="p1@westmere.example", unsubscribe_url=STOP)

    send_due()

    reminder.refresh_from_db()
    assert sorted(inbox.ids) == sorted([code.message_id, other.message_id])
    assert (reminder.state, reminder.last_error) == (State.CANCELLED, "the mailbox is gone")


def test_a_mail_server_that_says_so_at_once_counts_as_well(inbox, write):
    (gone, refused) = write(2, unsubscribe_url=STOP)
    inbox.refusals = {gone.to: "550 5.1.1 no such user", refused.to: "550 5.7.1 we do not like you"}

    send_due()

    assert [row.address for row in BouncedAddress.objects.all()] == [gone.to]
    assert set(OutgoingEmail.objects.values_list("state", flat=True)) == {State.FAILED}


def test_a_copy_that_came_back_stops_the_copies_and_not_the_email(inbox, write, sent):
    beside = Companion.objects.create(
        to="p0@westmere.example", to_name="Reg", email="dee@westmere.example", name="Dee", stop_url=STOP
    )
    text = report("postfix", sent).replace("rfc822;P0@", "rfc822;Dee@")

    for bounce in read_bounces(message_from_string(text)):
        note_bounce(bounce, at=timezone.now())
    write(key="next", to="p0@westmere.example", unsubscribe_url=STOP)
    send_due()

    sent.refresh_from_db()
    assert (sent.state, [row.address for row in BouncedAddress.objects.all()]) == (State.SENT, [beside.email])
    assert [message["Cc"] for message in inbox.accepted] == [None]


def test_an_organiser_lifts_it_and_the_log_says_so_without_the_address(orla, sent):
    hear("postfix", sent)
    row = BouncedAddress.objects.get()

    lift(row, by=orla.uuid)

    entry = AuditEntry.objects.get(action="outbox.address_lifted")
    assert (entry.actor, entry.target, entry.facts) == (orla.uuid, row.uuid, {})
    assert not BouncedAddress.objects.exists()


def test_sending_again_starts_from_the_beginning_and_trusts_the_address(inbox, orla, sent):
    hear("postfix", sent)
    sent.refresh_from_db()

    again = [send_again(sent, by=orla.uuid, at=timezone.now()) for _ in range(2)]
    send_due()

    sent.refresh_from_db()
    assert (again, sent.state, sent.attempts, inbox.ids) == ([True, False], State.SENT, 1, [sent.message_id])
    assert not BouncedAddress.objects.exists()


def test_a_code_that_arrives_shows_that_the_mailbox_is_there(client, mailoutbox):
    member = make_member()
    BouncedAddress.objects.create(address=member.contact.email.lower(), status="5.1.1", at=timezone.now())
    client.post("/sign-in/", {"email": member.contact.email})
    code = OutgoingEmail.objects.get(purpose="members.code").subject

    client.post("/sign-in/code/", {"code": "".join(letter for letter in code if letter.isdigit())[:6]})

    assert not BouncedAddress.objects.exists()


def test_the_database_keeps_addresses_plain_and_bounces_failed(sent):
    with pytest.raises(IntegrityError, match="bounced_addresses_are_plain"), transaction.atomic():
        BouncedAddress.objects.create(address="P0@westmere.example", status="5.1.1", at=timezone.now())
    with pytest.raises(IntegrityError, match="bounced_emails_have_failed"), transaction.atomic():
        OutgoingEmail.objects.update(bounced_at=timezone.now())


def test_it_is_kept_for_a_year_at_most(sent):
    hear("postfix", sent)
    later = timezone.now() + timedelta(days=366)

    from collab.privacy.keeping import keep_no_longer  # noqa: PLC0415 - the outermost layer

    keep_no_longer(later)

    assert not BouncedAddress.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_pipes_the_report_to_the_command(sent):
    url = make_conninfo(os.environ["DATABASE_URL"], dbname=connection.settings_dict["NAME"])
    command = [sys.executable, "-W", "ignore", str(settings.BASE_DIR / "manage.py"), "bounce"]
    text = report("postfix", sent).encode()

    done = subprocess.run(command, input=text, capture_output=True, check=False, env=os.environ | {"DATABASE_URL": url})
    away = subprocess.run(
        command, input=text, capture_output=True, check=False, env=os.environ | {"DATABASE_URL": url + "_nowhere"}
    )

    sent.refresh_from_db()
    assert (done.returncode, done.stdout) == (0, b"1 noted.\n")
    assert (sent.state, sent.last_error) == (State.FAILED, "bounced 5.1.1")
    # The mail server keeps the report and brings it again.
    assert away.returncode == os.EX_TEMPFAIL


def test_the_command_lets_other_letters_pass(monkeypatch, capsys, tmp_path):
    letter = tmp_path / "letter"
    letter.write_text("Subject: Hello\n\nIs this the right address?\n")

    with letter.open() as opened:
        monkeypatch.setattr(sys, "stdin", opened)
        call_command("bounce")

    assert capsys.readouterr().out == "0 noted.\n"
