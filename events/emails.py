"""What people are told about their place. Each is a row, written in the transaction of its cause."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.conf import settings
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from events.models import Event, SignUp, calendar_of
from outbox.actions import write_email
from outbox.models import OutgoingEmail

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
        {"event": event, "place_url": full(signup.get_absolute_url()), "join_url": join_url(event), **more},
        purpose=f"events.{name.replace('_', '-')}",
        key=signup.email_key,
        to=contact.email,
        to_name=contact.first_name,
        subject=subject.format(what=event.series.title, day=date_format(localtime(event.starts_at), "j F")),
        due_at=at,
        calendar=calendar_of([event], name=event.title) if signup.has_a_place else "",
    )


def send_links_to(email: str, signups: Sequence[SignUp], *, at: datetime) -> None:
    """To whoever typed this address: its places with their links, or that it has none. To nobody by name."""
    places = [(signup, full(signup.get_absolute_url())) for signup in signups]
    write_email(
        "events/links_again",
        {"places": places, "list_url": full(reverse("event_list"))},
        purpose="events.links-again",
        key=uuid4().hex,
        to=email,
        subject=_("Your places and their links"),
        due_at=at,
        is_secret=True,
    )


def tell_moved_away(email: str, event: Event, *, key: str, at: datetime) -> None:
    """To the address that was wrong, where it was written to before. Names nobody, and not the new address."""
    write_email(
        "events/moved_away",
        {"event": event},
        purpose="events.moved-away",
        key=key,
        to=email,
        subject=_("This place has another address now"),
        due_at=at,
    )


def join_url(event: Event) -> str:
    """Where to ask for a place."""
    return full(reverse("event_join", args=[event.series.slug, event.day]))


def full(path: str) -> str:
    """An address that works from an email."""
    return f"{settings.PUBLIC_URL}{path}"
