"""Write an email as a row, and send what is due."""

import logging
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.core.mail import mailers
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone

from collab.kit.saving import Step, insert, save_at_once
from collab.kit.stencils import Shown, filled
from commons.models import Heartbeat, NetworkSettings
from outbox.models import OutgoingEmail

# Shorter than a worker may take to stop.
RUN_FOR = timedelta(seconds=20)
SUBJECT_LENGTH = 200
log = logging.getLogger(__name__)


def write_email(template: str, context: dict[str, object], *, purpose: str, key: str, **about: Any) -> None:
    """Save one email about one reason, from emails/<template>.txt and .html. A second call changes nothing.

    Call it inside the transaction of its cause. It is unique on purpose and key; the first row stands.
    It takes to, subject, due_at and, where they are wanted, to_name, unsubscribe_url, calendar and is_secret; and `own`
    where many get the same: a person's own words, apart from the context that all of them share (collab.kit.stencils).
    """
    save_at_once([writing(draft_email(template, context, purpose=purpose, key=key, **about))])


def writing(email: OutgoingEmail) -> Step:
    """Saves this email; for those who save it in one statement with its cause."""
    return insert(email, unless_there=True)


def draft_email(
    template: str,
    context: dict[str, object],
    *,
    purpose: str,
    key: str,
    to: str,
    subject: str,
    due_at: datetime,
    to_name: str = "",
    unsubscribe_url: str = "",
    calendar: str = "",
    is_secret: bool = False,
    own: Mapping[str, object] | None = None,
) -> OutgoingEmail:
    """The same email, not saved: for those who save many at once."""
    subject = " ".join(subject.split())[:SUBJECT_LENGTH]
    shown = Shown({**context, "network": NetworkSettings.current(), "subject": subject})
    words = {**(own or {}), "to_name": to_name, "unsubscribe_url": unsubscribe_url}

    def write(filename: str) -> str:
        return render_to_string(filename, {**shown, **words}) if own is None else filled(filename, shown, words)

    return OutgoingEmail(
        purpose=purpose,
        key=key,
        to=to,
        to_name=to_name,
        subject=subject,
        text=tidy(write(f"emails/{template}.txt")),
        html=write(f"emails/{template}.html"),
        calendar=calendar,
        unsubscribe_url=unsubscribe_url,
        is_secret=is_secret,
        due_at=due_at,
    )


def tidy(text: str) -> str:
    """At most one empty line between paragraphs, whatever the template's tags left behind."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"


class ServerAway(Exception):
    """The mail server cannot be reached. No email is to blame, so none loses a try."""


def send_due() -> int:
    """Send what is due, one email at a time, and say how many. Safe to run twice, or twice at once."""
    sent, stop_at = 0, timezone.now() + RUN_FOR
    # One connection for the whole run; it opens with the first email.
    connection = mailers.default
    try:
        while timezone.now() < stop_at and (email := OutgoingEmail.objects.claim_next(timezone.now())) is not None:
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
    call_up(connection, email)
    try:
        connection.send_messages([email.message()])
    # Anything at all: a poison row steps aside, and the next email is sent.
    except Exception as error:
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
