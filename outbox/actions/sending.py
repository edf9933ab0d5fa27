"""Send what is due."""

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from commons.models import Heartbeat
from outbox.actions.bouncing import note_refusal
from outbox.models import OutgoingEmail

# Shorter than a worker may take to stop.
RUN_FOR = timedelta(seconds=20)
# The server ends the line with this one itself; after any other answer the line is in step again.
GOODBYE = 421
log = logging.getLogger(__name__)


class ServerAway(Exception):
    """The mail server cannot be reached. No email is to blame, so none loses a try."""


def send_due(*, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Send what is due, one email at a time, and say how many. Safe to run twice, or twice at once.

    Once told to stop it finishes the email in hand and claims no other.
    """
    sent, stop_at = 0, timezone.now() + RUN_FOR
    # One connection for the whole run; it opens with the first email.
    connection = mailers.default
    try:
        while timezone.now() < stop_at and not is_stopping():
            email = OutgoingEmail.objects.claim_next(timezone.now())
            if email is None:
                break
            sent += send_over(connection, email)
    except ServerAway:
        # The next ring tries again. No heartbeat: that nothing can be sent must not look like health.
        return sent
    finally:
        hang_up(connection)
    Heartbeat.objects.beat("outbox.deliver", at=timezone.now())
    return sent


def send_over(connection: BaseEmailBackend, email: OutgoingEmail) -> bool:
    """Hand one claimed email to the mail server, and mark what became of it."""
    if email.has_no_reader:
        email.mark_unwanted()
        return False
    call_up(connection, email)
    try:
        connection.send_messages([email.message()])
    # Anything at all: a poison row steps aside, and the next email is sent.
    except Exception as error:
        if reply_code(error) in (0, GOODBYE):
            hang_up(connection)
        mark_failure(email, error)
        return False
    return email.mark_sent(at=timezone.now())


def call_up(connection: BaseEmailBackend, email: OutgoingEmail) -> None:
    """Open the line, or put the email back as if nobody had tried."""
    try:
        connection.open()
    except OSError as error:
        hang_up(connection)
        log.warning("the mail server cannot be reached: %s", type(error).__name__)
        email.put_back(type(error).__name__, at=timezone.now())
        raise ServerAway from error


def hang_up(connection: BaseEmailBackend) -> None:
    """Close the line, even one the server has cut already."""
    # What a mail server answers is an OSError too.
    with suppress(OSError):
        connection.close()


def mark_failure(email: OutgoingEmail, error: Exception) -> None:
    """Fail what the server refuses for good, and try the rest again later."""
    code = reply_code(error)
    name = f"{type(error).__name__} {code or ''}".strip()
    log.warning("email %s was not sent: %s", email.uuid, name)
    if 500 <= code < 600:
        email.mark_failed(name)
        note_refusal(email, error, at=timezone.now())
    else:
        email.try_again(name, at=timezone.now())


def reply_code(error: Exception) -> int:
    """What the server said about this one email, 0 when it said nothing: a cut line, a time-out, a refused login."""
    import smtplib  # noqa: PLC0415 - web processes write emails and send none

    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return min(code for code, _ in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code
    return 0
