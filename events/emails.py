"""What people are told about their place. Each is a row, written in the transaction of its cause."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import FEEDBACK_LINK, NO_NOTES_LINK, Attendance, Event, SignUp, calendar_of
from members.models import Contact
from outbox.actions import write_email
from outbox.models import OutgoingEmail, State

PURPOSES = ["events.confirmed", "events.waiting", "events.promoted"]


def tell_outcome(signup: SignUp, event: Event, *, at: datetime) -> None:
    """A place, or a number in the line."""
    name = "confirmed" if signup.has_a_place else "waiting"
    subject = _("Your place: {what}, {day}") if signup.has_a_place else _("Waiting list: {what}, {day}")
    _tell(signup, event, name, subject, at=at, place_in_line=signup.place_in_line() if signup.is_waiting else None)


def tell_promoted(signup: SignUp, event: Event, *, at: datetime) -> None:
    """A place came free, and it is theirs."""
    _tell(signup, event, "promoted", _("A place came free: {day}"), at=at)


def tell_given_back(signup: SignUp, event: Event, *, at: datetime) -> None:
    """Nothing more will come."""
    _tell(signup, event, "given_back", _("You gave back your place: {day}"), at=at)


def drop_unsent(signup: SignUp) -> None:
    """Stop the emails of this time round that have not gone out."""
    OutgoingEmail.objects.filter(purpose__in=PURPOSES, key=signup.email_key).cancel()


def _tell(signup: SignUp, event: Event, name: str, subject: str, *, at: datetime, **more: object) -> None:
    contact = signup.contact
    # People with a phone and no email are not promised messages.
    if not contact.email:
        return
    write_email(
        f"events/{name}",
        {
            "event": event,
            "place_url": full(signup.get_absolute_url()),
            "join_url": join_url(event),
            "here_url": full(signup.get_here_url()),
            **more,
        },
        purpose=f"events.{name.replace('_', '-')}",
        key=signup.email_key,
        to=contact.email,
        to_name=contact.first_name,
        subject=subject.format(what=event.series.title, day=date_format(localtime(event.starts_at), "j F")),
        due_at=at,
        calendar=calendar_of([event], name=event.title) if signup.has_a_place else "",
    )


def join_url(event: Event) -> str:
    """Where to ask for a place."""
    return full(reverse("event_join", args=[event.series.slug, event.day]))


def full(path: str) -> str:
    """An address that works from an email."""
    return f"{settings.PUBLIC_URL}{path}"


AFTER = ["events.came", "events.missed"]


def tell_came(row: Attendance, event: Event, said: list[str], *, at: datetime) -> None:
    """Thank you, what they said they would do, and two questions."""
    feedback_url = full(reverse("feedback", args=[FEEDBACK_LINK.token(row.uuid)]))
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
        unsubscribe_url=full(reverse("no_notes", args=[NO_NOTES_LINK.token(row.contact.uuid)])),
    )
