"""What people are told about their place. Each is a row, written in the transaction of its cause."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import Event, SignUp, calendar_of
from outbox.actions import write_email
from outbox.models import OutgoingEmail

OFFERED = "events.offered"
PURPOSES = ["events.confirmed", "events.waiting", OFFERED, "events.moved"]


def tell_outcome(
    signup: SignUp, event: Event, *, at: datetime, dates: Sequence[Event] = (), brought: Sequence[SignUp] = ()
) -> None:
    """A place, or a number in the line; for whom they bring too."""
    name = "confirmed" if signup.has_a_place else "waiting"
    subject = _("Your place: {what}, {day}") if signup.has_a_place else _("Waiting list: {what}, {day}")
    number = signup.place_in_line() if signup.is_waiting else None
    with_them = [(row, row.place_in_line() if row.is_waiting else None) for row in brought]
    _tell(signup, event, name, subject, at=at, dates=dates, place_in_line=number, with_them=with_them)


def tell_offered(signup: SignUp, dates: Sequence[Event], *, at: datetime) -> None:
    """A place is held for them until a certain time: the one email of an offer."""
    _tell(signup, signup.event, "offered", _("A free place: {what}, {day}"), at=at, dates=dates)


def tell_moved(signup: SignUp, event: Event, *, at: datetime) -> None:
    """There are fewer places than were promised, and they stand first in the line."""
    number = signup.place_in_line()
    _tell(signup, event, "moved", _("We are sorry: {what}, {day}"), at=at, place_in_line=number)


def tell_given_back(signup: SignUp, event: Event, *, at: datetime) -> None:
    """Nothing more will come."""
    _tell(signup, event, "given_back", _("You gave back your place: {day}"), at=at)


def tell_taken_off(signup: SignUp, event: Event, *, at: datetime) -> None:
    """A host took them off the list: nothing more will come, and whom to ask."""
    _tell(signup, event, "taken_off", _("Off the list: {what}, {day}"), at=at)


def drop_unsent(*signups: SignUp) -> None:
    """Stop the emails of this time round that have not gone out."""
    OutgoingEmail.objects.filter(purpose__in=PURPOSES, key__in=[one.email_key for one in signups]).cancel()


def _tell(
    signup: SignUp, event: Event, name: str, subject: str, *, at: datetime, dates: Sequence[Event] = (), **more: object
) -> None:
    to = signup.reached_at
    # People with a phone and no email are not promised messages.
    if not to.email:
        return
    dates = dates if len(dates) > 1 else [event]
    urls = {"place_url": full(signup.get_absolute_url()), "join_url": join_url(event)}
    whom = signup.contact.name if signup.brought_by_id else ""
    write_email(
        f"events/{name}",
        {"event": event, "dates": dates, "signup": signup, "whom": whom, **urls, **more},
        purpose=f"events.{name.replace('_', '-')}",
        key=signup.email_key,
        to=to.email,
        to_name=to.first_name,
        subject=subject.format(what=event.series.title, day=date_format(localtime(event.starts_at), "j F")),
        due_at=at,
        calendar=calendar_of(dates, name=event.title) if signup.state == SignUp.State.CONFIRMED else "",
    )


def join_url(event: Event) -> str:
    """Where to ask for a place."""
    return full(reverse("event_join", args=[event.series.slug, event.day]))


def full(path: str) -> str:
    """An address that works from an email."""
    return f"{settings.PUBLIC_URL}{path}"
