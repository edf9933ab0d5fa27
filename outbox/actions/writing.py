"""Write an email as a row."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.template.loader import render_to_string

from collab.kit.saving import Step, insert, save_at_once
from collab.kit.stencils import Shown, filled
from commons.models import NetworkSettings
from outbox.models import OutgoingEmail

SUBJECT_LENGTH = 200
LINE_END, GAP = re.compile(r"[^\S\n]+\n"), re.compile(r"\n{3,}")


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
    shown = Shown({**context, "network": NetworkSettings.current()})
    words = {**(own or {}), "subject": subject, "to_name": to_name, "unsubscribe_url": unsubscribe_url}

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
    lines = "\n".join(text.strip().splitlines())
    return GAP.sub("\n\n", LINE_END.sub("\n", lines)) + "\n"
