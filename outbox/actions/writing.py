"""Write an email as a row."""

import re
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from commons.models import NetworkSettings
from outbox.models import OutgoingEmail

SUBJECT_LENGTH = 200


def write_email(template: str, context: dict[str, object], *, purpose: str, key: str, **about: Any) -> None:
    """Save one email about one reason, from emails/<template>.txt and .html. A second call changes nothing.

    Call it inside the transaction of its cause. It is unique on purpose and key; the first row stands.
    It takes to, subject, due_at and, where they are wanted, to_name, unsubscribe_url, calendar and is_secret.
    """
    email = draft_email(template, context, purpose=purpose, key=key, **about)
    OutgoingEmail.objects.bulk_create([email], ignore_conflicts=True)


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
) -> OutgoingEmail:
    """The same email, not saved: for those who save many at once."""
    subject = " ".join(subject.split())[:SUBJECT_LENGTH]
    words = {**context, "network": NetworkSettings.current(), "subject": subject, "to_name": to_name,
             "unsubscribe_url": unsubscribe_url}  # fmt: skip
    return OutgoingEmail(
        purpose=purpose,
        key=key,
        to=to,
        to_name=to_name,
        subject=subject,
        text=tidy(render_to_string(f"emails/{template}.txt", words)),
        html=render_to_string(f"emails/{template}.html", words),
        calendar=calendar,
        unsubscribe_url=unsubscribe_url,
        is_secret=is_secret,
        due_at=due_at,
    )


def tidy(text: str) -> str:
    """At most one empty line between paragraphs, whatever the template's tags left behind."""
    lines = "\n".join(line.rstrip() for line in text.strip().splitlines())
    return re.sub(r"\n{3,}", "\n\n", lines) + "\n"
