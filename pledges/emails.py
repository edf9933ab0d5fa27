"""What people are sent about their pledges, and the links in it: one purpose each, one row each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collab.kit.links import SignedLink
from groups.models import Group
from members.models import Contact
from outbox.actions import draft_email, write_email
from outbox.models import OutgoingEmail
from pledges.models import Answer, Pledge, Reminder

PRIVATE = SignedLink("pledge", timedelta(days=400))
CONFIRM = SignedLink("pledge.confirm", timedelta(days=30))
ANSWER = SignedLink("answer", timedelta(days=60))
STOP = SignedLink("pledge.stop", timedelta(days=400))

SUBJECT_LENGTH = 50
REMINDER = "pledges.reminder"


@dataclass(frozen=True)
class Ask:
    """One pledge in a reminder: the question and its four links."""

    pledge: Pledge
    kind: str
    links: list[tuple[str, str]]


def private_path(pledge: Pledge) -> str:
    """Where its maker changes it, without an account."""
    return reverse("pledge_private", args=[PRIVATE.token(pledge.uuid)])


def answer_path(reminder: Reminder) -> str:
    """Where one reminder is answered."""
    return reverse("answer", args=[ANSWER.token(reminder.uuid)])


def stop_path(contact: Contact) -> str:
    """Where this person gets fewer of these, or none."""
    return reverse("email_stop", args=[STOP.token(contact.uuid)])


def tell_made(pledge: Pledge, contact: Contact, *, at: datetime) -> None:
    """The pledge in their words, the link to change it and, while the address is only typed, one button."""
    confirm = reverse("pledge_confirm", args=[CONFIRM.token(pledge.uuid)])
    write_email(
        "pledges/made",
        {
            "pledge": pledge,
            "confirm_url": _full(confirm) if pledge.confirmed_at is None else "",
            "private_url": _full(private_path(pledge)),
        },
        purpose="pledges.made",
        key=str(pledge.uuid),
        to=contact.email,
        to_name=pledge.first_name,
        subject=subject_for([pledge]),
        due_at=at,
    )


def tell_round(contact: Contact, group: Group, answers: Sequence[Answer], *, at: datetime) -> None:
    """What was written down of theirs when the group met. A word more said later is another note."""
    newest = max(answers, key=lambda answer: answer.pk)
    write_email(
        "pledges/round",
        {"group": group, "lines": [(answer, _full(private_path(answer.pledge))) for answer in answers]},
        purpose="pledges.round",
        key=f"{contact.uuid}:{newest.uuid}",
        to=contact.email,
        to_name=contact.first_name,
        subject=_("Your note from the round"),
        due_at=at,
        unsubscribe_url=_full(stop_path(contact)),
    )


def draft_reminder(contact: Contact, reminders: Sequence[Reminder], *, at: datetime) -> OutgoingEmail:
    """One email about all that is due for one person, not saved."""
    asks = [ask_about(reminder) for reminder in reminders]
    return draft_email(
        "pledges/reminder",
        {"asks": asks},
        purpose=REMINDER,
        # The database itself refuses a second one on a day; the weekly rule is kept where these are written.
        key=f"{contact.uuid}:{timezone.localdate(at)}",
        to=contact.email,
        to_name=reminders[0].pledge.first_name or contact.first_name,
        subject=subject_for([ask.pledge for ask in asks]),
        due_at=at,
        unsubscribe_url=_full(stop_path(contact)),
    )


def ask_about(reminder: Reminder) -> Ask:
    """The four answers, equal, each with its own address."""
    url = _full(answer_path(reminder))
    links = [(str(said.label), f"{url}?say={said.value}") for said in Answer.Said]
    return Ask(reminder.pledge, reminder.kind, links)


def subject_for(pledges: Sequence[Pledge]) -> str:
    """Their words first, short enough for a phone."""
    more = ngettext(" and %(n)s more", " and %(n)s more", len(pledges) - 1) % {"n": len(pledges) - 1}
    start, end = _("Your pledge: "), more if len(pledges) > 1 else ""
    words = " ".join(pledges[0].act.split())
    return start + Truncator(words).chars(SUBJECT_LENGTH - len(start) - len(end)) + end


def _full(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
