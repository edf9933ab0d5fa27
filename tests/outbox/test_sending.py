"""What becomes of an email when the mail server takes it, puts it off, refuses it or goes away."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.utils import timezone

from commons.models import Heartbeat
from outbox.actions import send_due, write_email
from outbox.models import LEASE_IN_TIMEOUTS, RETRY_AFTER, OutgoingEmail, State, lease
from outbox.models.emails import CLAIM

pytestmark = pytest.mark.django_db


def later(email):
    """As if the gap before its next try had passed."""
    OutgoingEmail.objects.filter(pk=email.pk).update(due_at=timezone.now())


def test_an_email_goes_out_once_with_its_own_message_id(inbox, write):
    (email,) = write(unsubscribe_url="https://westmere.example/emails/stop/x/")

    sent = [send_due(), send_due()]

    (message,) = inbox.accepted
    assert sent == [1, 0]
    assert message["Message-ID"] == email.message_id
    assert message["List-Unsubscribe"] == "<https://westmere.example/emails/stop/x/>"
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]
    email.refresh_from_db()
    assert (email.state, email.attempts) == (State.SENT, 1)


def test_an_email_put_off_is_tried_again_with_growing_gaps_and_the_same_message_id(inbox, write):
    (email,) = write()
    inbox.refusals[email.to] = "451 not now"
    gaps = []

    for _ in RETRY_AFTER:
        before = timezone.now()
        send_due()
        email.refresh_from_db()
        gaps.append((email.due_at - before).total_seconds())
        later(email)
    del inbox.refusals[email.to]
    send_due()

    assert [round(gap, -1) for gap in gaps] == [10, 60, 300, 900, 1800]
    assert inbox.ids == [email.message_id]


def test_an_email_is_tried_six_times_and_then_shown_to_staff(inbox, write):
    (email,) = write()
    inbox.refusals[email.to] = "451 not now"

    for _ in range(9):
        send_due()
        later(email)

    email.refresh_from_db()
    assert (email.state, email.attempts, inbox.tried[email.to]) == (State.FAILED, 6, 6)
    assert email.last_error == "SMTPRecipientsRefused 451"


def test_an_email_refused_for_good_fails_at_once(inbox, write):
    (email,) = write()
    inbox.refusals[email.to] = "550 nobody here"

    send_due()
    later(email)
    send_due()

    email.refresh_from_db()
    assert (email.state, inbox.tried[email.to]) == (State.FAILED, 1)
    assert email.last_error == "SMTPRecipientsRefused 550"


def test_a_cut_line_is_no_refusal_and_the_rest_goes_out(inbox, write):
    first, *others = write(3)
    inbox.cut_before_reply_to.add(first.to)

    sent = send_due()

    first.refresh_from_db()
    assert sent == 2
    assert first.state == State.RETRY
    assert inbox.ids == [email.message_id for email in others]


def test_a_poison_row_steps_aside(inbox, write):
    (poison,) = write(subject="Two\nlines", key="poison")
    (good,) = write(to="q@westmere.example", key="good")

    sent = send_due()

    poison.refresh_from_db()
    assert (sent, inbox.ids) == (1, [good.message_id])
    assert (poison.state, poison.last_error) == (State.RETRY, "ValueError")


def test_no_email_loses_a_try_while_the_server_is_away(settings, write):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 1, "timeout": 1},
        }
    }
    write(3)

    sent = send_due()

    assert sent == 0
    assert list(OutgoingEmail.objects.values_list("state", "attempts").order_by("key")) == [
        (State.RETRY, 0),
        (State.DUE, 0),
        (State.DUE, 0),
    ]
    assert not Heartbeat.objects.filter(name="outbox.deliver").exists()


def test_a_claim_left_behind_lapses_and_its_late_sender_cannot_mark(inbox, write):
    write()
    now = timezone.now()
    late = OutgoingEmail.objects.claim_next(now)
    assert OutgoingEmail.objects.claim_next(now + lease() - timedelta(seconds=1)) is None

    taken_over = OutgoingEmail.objects.claim_next(now + lease())

    assert late is not None
    assert taken_over is not None
    assert taken_over.pk == late.pk
    assert late.mark_sent(at=now) is False
    assert taken_over.mark_sent(at=now) is True


def test_the_lease_outlasts_four_timeouts():
    assert LEASE_IN_TIMEOUTS >= 4


def test_an_email_cancelled_or_not_due_stays(inbox, write):
    (cancelled,) = write(key="cancelled")
    write(key="tomorrow", due_at=timezone.now() + timedelta(days=1))
    OutgoingEmail.objects.about("test", "cancelled").cancel()

    sent = send_due()

    assert (sent, inbox.accepted) == (0, [])
    cancelled.refresh_from_db()
    assert cancelled.state == State.CANCELLED


def test_a_code_to_sign_in_does_not_wait_behind_reminders(inbox, write):
    write(2, due_at=timezone.now() - timedelta(hours=1))
    (code,) = write(key="code", is_secret=True)

    send_due()

    assert inbox.ids[0] == code.message_id


def test_the_words_are_blanked_once_sent_in_production(inbox, write, settings):
    settings.OUTBOX_KEEPS_BODIES = False
    (email,) = write(calendar="BEGIN:VCALENDAR")

    send_due()

    email.refresh_from_db()
    assert (email.subject, email.text, email.html, email.calendar) == ("", "", "", "")


def test_an_email_is_written_once_for_one_reason():
    words: dict[str, object] = {"sentence": "I will sing", "private_url": "https://westmere.example/x/"}

    for subject in ("First", "Second"):
        write_email("pledges/made", words, purpose="pledges.made", key="1", to="a@westmere.example",
                    subject=subject, due_at=timezone.now())  # fmt: skip

    assert [email.subject for email in OutgoingEmail.objects.all()] == ["First"]


def test_claiming_walks_the_index_of_unsent_rows_however_many_were_sent(write):
    write(3000, state=State.SENT, sent_at=timezone.now())
    write(300, purpose="due")
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE outbox_outgoingemail")
        # As `upgrade` sets it: pages are at hand.
        cursor.execute("SET LOCAL random_page_cost = 1.1")

    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {CLAIM}", {"token": uuid4(), "until": now + lease(), "now": now})
        plan = "\n".join(line for (line,) in cursor.fetchall())

    # It is read in order up to the first row, and nothing is sorted.
    assert "Index Scan using email_unsent" in plan
    assert "Sort" not in plan


def test_claiming_is_one_question(write, django_assert_num_queries):
    write(3)

    with django_assert_num_queries(1):
        OutgoingEmail.objects.claim_next(timezone.now())
