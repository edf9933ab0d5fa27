"""What people are told the day after: thanks to those who came, a word to those who were missed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.emails.places import full
from events.models import FEEDBACK_LINK, NO_NOTES_LINK, Attendance, Event
from members.models import Contact
from outbox.actions import write_email
from outbox.models import OutgoingEmail, State

AFTER = ["events.came", "events.missed"]


def tell_came(row: Attendance, event: Event, said: list[str], *, at: datetime) -> None:
    """Thank you, what they said they would do, and two questions."""
    feedback_url = full(FEEDBACK_LINK.path("feedback", row.uuid))
    _tell_after(row, event, "came", _("Thank you for coming: {day}"), at=at, said=said, feedback_url=feedback_url)


def tell_missed(row: Attendance, event: Event, *, at: datetime) -> None:
    """We missed you, and nothing to answer."""
    series_url = full(event.series.get_absolute_url())
    _tell_after(row, event, "missed", _("We missed you: {day}"), at=at, series_url=series_url)


def already_told(keys: Iterable[str]) -> set[str]:
    """Those of these people who were written to about that date."""
    told = OutgoingEmail.objects.filter(purpose__in=AFTER, key__in=list(keys))
    return set(told.exclude(state=State.CANCELLED).values_list("key", flat=True))


def drop_after_notes(event: Event, people: Iterable[UUID]) -> None:
    """Stop those that have not gone out: what was noted has changed."""
    keys = [after_key(event, uuid) for uuid in people]
    OutgoingEmail.objects.filter(purpose__in=AFTER, key__in=keys).cancel()


def drop_notes_to(contact: Contact) -> None:
    """They want none."""
    OutgoingEmail.objects.filter(purpose__in=AFTER, key__endswith=f":{contact.uuid}").cancel()


def after_key(event: Event, contact: UUID) -> str:
    """One person and one date, whatever was noted of them in between."""
    return f"{event.uuid}:{contact}"


def _tell_after(row: Attendance, event: Event, name: str, subject: str, *, at: datetime, **more: object) -> None:
    write_email(
        f"events/{name}",
        {"event": event, **more},
        purpose=f"events.{name}",
        key=after_key(event, row.contact.uuid),
        to=row.contact.email,
        to_name=row.contact.first_name,
        subject=subject.format(day=date_format(localtime(event.starts_at), "j F")),
        due_at=at,
        unsubscribe_url=full(NO_NOTES_LINK.path("no_notes", row.contact.uuid)),
    )
