"""What people are told about their place. Each is a row, written in the transaction of its cause."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import Event, Series, SignUp, calendar_of
from members.models import Member
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
    _tell(signup, signup.event, "offered", _("A place for you: {what}, {day}"), at=at, dates=dates)


def tell_moved(signup: SignUp, event: Event, *, at: datetime) -> None:
    """There are fewer places than were promised, and they stand first in the line."""
    number = signup.place_in_line()
    _tell(signup, event, "moved", _("We are sorry: {what}, {day}"), at=at, place_in_line=number)


def tell_given_back(signup: SignUp, event: Event, *, at: datetime) -> None:
    """Nothing more will come."""
    _tell(signup, event, "given_back", _("You gave back your place: {day}"), at=at)


def tell_taken_off(signup: SignUp, event: Event, *, at: datetime) -> None:
    """A host took them off the list: nothing more will come, and whom to ask."""
    _tell(signup, event, "taken_off", _("You are off the list: {what}, {day}"), at=at)


def drop_unsent(*signups: SignUp) -> None:
    """Stop the emails of this time round that have not gone out."""
    OutgoingEmail.objects.filter(purpose__in=PURPOSES, key__in=[one.email_key for one in signups]).cancel()


def tell_changed(signup: SignUp, event: Event, *, was: str, at: datetime) -> None:
    """Another day, time or place: what it was, what it is now, and the calendar file that puts it right."""
    _tell(signup, event, "changed", _("Changed: {what}, now {day}"), at=at, change=event.sequence, was=was)


def tell_cancelled(signup: SignUp, event: Event, *, at: datetime) -> None:
    """It is off, and why. What has not gone out about it does not go out any more."""
    drop_unsent(signup)
    _tell(signup, event, "cancelled", _("Cancelled: {what}, {day}"), at=at, change=event.sequence)


def tell_new_host(series: Series, host: Member, *, by: Member, at: datetime) -> None:
    """A series is theirs from now on, or theirs too."""
    _tell_host("host_added", series, host, _("You host {what}"), by=by, at=at)


def tell_handed_over(series: Series, host: Member, *, to: Member, by: Member, at: datetime) -> None:
    """It is with somebody else now."""
    _tell_host("handed_over", series, host, _("Handed over: {what}"), by=by, at=at, new_host=to)


def _tell_host(name: str, series: Series, host: Member, subject: str, *, by: Member, at: datetime, **more: Any) -> None:
    write_email(
        f"events/{name}",
        {"series": series, "by": by, "host_url": full(reverse("host_series", args=[series.slug])), **more},
        purpose=f"events.{name.replace('_', '-')}",
        key=f"{series.uuid}:{host.uuid}:{at.timestamp():.0f}",
        to=host.email,
        to_name=host.contact.first_name,
        subject=subject.format(what=series.title),
        due_at=at,
    )


def _tell(
    signup: SignUp,
    event: Event,
    name: str,
    subject: str,
    *,
    at: datetime,
    dates: Sequence[Event] = (),
    change: int | None = None,
    **more: object,
) -> None:
    to = signup.reached_at
    # People with a phone and no email are not promised messages.
    if not to.email:
        return
    dates = dates if len(dates) > 1 else [event]
    urls = {
        "place_url": full(signup.get_absolute_url()),
        "join_url": join_url(event),
        "series_url": full(event.series.get_absolute_url()),
        "has_a_place": signup.has_a_place,
    }
    whom = signup.contact.name if signup.brought_by_id else ""
    write_email(
        f"events/{name}",
        {"event": event, "dates": dates, "signup": signup, "whom": whom, **urls, **more},
        purpose=f"events.{name.replace('_', '-')}",
        # Each change of a date is news of its own.
        key=signup.email_key if change is None else f"{signup.email_key}:{change}",
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
