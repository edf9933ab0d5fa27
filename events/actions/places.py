"""Every change to who has a place: the event's row is locked first, then sign-ups, then emails."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from uuid import UUID

from django.db import IntegrityError, OperationalError, connection, transaction
from psycopg import errors

from events.emails import drop_unsent, tell_given_back, tell_outcome, tell_promoted
from events.models import Event, SignUp, state_for
from members.models import Contact, Organisation, Sector

TRIES = 3
LOCK_TIMEOUT = "3s"
BAD_TIMING = (errors.LockNotAvailable, errors.DeadlockDetected, errors.UniqueViolation)


class Busy(Exception):
    """Too many people wanted this event's row at once. Nothing has changed; it may be tried again."""


class Closed(Exception):
    """The event takes no sign-ups: it is cancelled, or starts within the hour."""


class TooFewPlaces(Exception):
    """The new capacity is below the places already taken."""


@dataclass(frozen=True)
class Guest:
    """What somebody without an account typed."""

    name: str
    email: str = ""
    phone: str = ""
    organisation: Organisation | None = None
    organisation_typed: str = ""
    sector: Sector | None = None


def changes_places[**P, T](action: Callable[P, T]) -> Callable[P, T]:
    """Run it in a transaction of its own, and up to twice more when the timing was bad."""

    @wraps(action)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        for _again in range(TRIES):
            with one_try():
                return action(*args, **kwargs)
        raise Busy

    return tried


@contextmanager
def one_try() -> Iterator[None]:
    """All or nothing; what only met a lock, or another first sign-up of the same person, passes quietly."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = %s", [LOCK_TIMEOUT])
            yield
    except (OperationalError, IntegrityError) as error:
        if not isinstance(error.__cause__, BAD_TIMING):
            raise


@changes_places
def sign_up(
    event: Event, who: Contact | Guest, *, at: datetime, show_name: bool = False, form_key: UUID | None = None
) -> SignUp:
    """A place, or the next number in the line. The same person twice is the same row, and nothing changes."""
    contact, is_known = meet(who)
    event = Event.objects.lock(event)
    if not event.takes_sign_ups(at):
        raise Closed
    signup = earlier_sign_up(event, contact, form_key) if is_known or not contact.pk else None
    if signup is not None and signup.is_live:
        return signup
    position = event.hand_out()
    if signup is None:
        # A stranger's form may not put a known name on show, nor change the place later.
        is_own = contact is who or not is_known
        signup = SignUp(event=event, contact=saved(contact), position=position, state=state_for(position))
        signup.show_name, signup.form_key = show_name and is_own, form_key if is_own else None
        signup.signed_up_at = signup.changed_at = at
        signup.save(force_insert=True)
    else:
        signup.come_back(position, at=at)
    tell_outcome(signup, event, at=at)
    return signup


def meet(who: Contact | Guest) -> tuple[Contact, bool]:
    """The person's row, and whether it was there before this form: by address; with none, it is new and not saved."""
    if isinstance(who, Contact):
        return who, True
    if not who.email:
        return new_contact(who), False
    return Contact.objects.meet(new_contact(who))


def earlier_sign_up(event: Event, contact: Contact, form_key: UUID | None) -> SignUp | None:
    """Theirs for this date. Of somebody without an address only the form itself can tell that it came twice."""
    signups = event.signups.select_related("contact")
    if contact.pk:
        return signups.filter(contact=contact).first()
    return signups.filter(form_key=form_key, contact__phone=contact.phone).first() if form_key else None


def new_contact(guest: Guest) -> Contact:
    """Somebody new, not saved. A person who is known keeps what they said of themselves."""
    sector = guest.sector
    if sector is None and guest.organisation is not None:
        sector = guest.organisation.sector
    return Contact(
        name=guest.name,
        email=guest.email.lower(),
        phone=guest.phone,
        organisation=guest.organisation,
        organisation_typed=guest.organisation_typed,
        sector=sector,
    )


def saved(contact: Contact) -> Contact:
    """The same person, as a row."""
    if not contact.pk:
        contact.save(force_insert=True)
    return contact


@changes_places
def give_back(signup: SignUp, *, at: datetime) -> None:
    """Leave the event or its waiting list; a freed place goes to the next person at once. The first answer stands."""
    event = Event.objects.lock(signup.event)
    signup = event.signups.select_related("contact").get(pk=signup.pk)
    if not signup.is_live:
        return
    leave(signup, event, at=at)
    tell_given_back(signup, event, at=at)


def leave(signup: SignUp, event: Event, *, at: datetime) -> None:
    """Out of the room or the line, and the next one in. Under the lock."""
    had_a_place = signup.has_a_place
    signup.move(SignUp.State.CANCELLED, at=at)
    drop_unsent(signup)
    if had_a_place:
        event.taken -= 1
        fill_free_places(event, at=at)
        event.save(update_fields=["taken"])


@changes_places
def set_capacity(event: Event, capacity: int, *, at: datetime) -> None:
    """More places go to those who wait; fewer than are taken is refused."""
    event = Event.objects.lock(event)
    if capacity < event.taken:
        raise TooFewPlaces
    event.capacity = capacity
    fill_free_places(event, at=at)
    event.save(update_fields=["capacity", "taken"])


def fill_free_places(event: Event, *, at: datetime) -> None:
    """Free places go to those with the lowest numbers, until it starts. Under the lock; the caller saves the event."""
    if event.is_cancelled or at >= event.starts_at or not event.places_left:
        return
    for signup in event.signups.waiting().select_related("contact")[: event.places_left]:
        signup.move(SignUp.State.CONFIRMED, at=at)
        drop_unsent(signup)
        tell_promoted(signup, event, at=at)
        event.taken += 1


@changes_places
def correct_email(signup: SignUp, email: str, *, at: datetime) -> SignUp:
    """A mistyped address: the place goes to the right one and is confirmed there. Returns the sign-up that stands."""
    event = Event.objects.lock(signup.event)
    signup = event.signups.select_related("contact").get(pk=signup.pk)
    known = Contact.objects.with_email(email).first()
    theirs = event.signups.select_related("contact").filter(contact=known).first() if known else None
    if theirs is not None:
        return join_up(signup, theirs, event, at=at)
    drop_unsent(signup)
    signup.turn += 1
    if known is None:
        signup.contact.email = email.lower()
        signup.contact.save(update_fields=["email"])
    else:
        # A person who was known before: from here on this form may not change their address.
        signup.contact, signup.form_key = known, None
    signup.save(update_fields=["contact", "turn", "form_key"])
    tell_outcome(signup, event, at=at)
    return signup


def join_up(signup: SignUp, theirs: SignUp, event: Event, *, at: datetime) -> SignUp:
    """One person, two rows: the one they had stands, and the other place goes on to the next."""
    if signup == theirs:
        return theirs
    leave(signup, event, at=at)
    if not theirs.is_live:
        theirs.come_back(event.hand_out(), at=at)
        tell_outcome(theirs, event, at=at)
    return theirs
