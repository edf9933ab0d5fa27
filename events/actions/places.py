"""Having a place and giving it back: the event's row is locked first, then sign-ups, then emails."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import TypedDict, Unpack
from uuid import UUID

from collab.kit.saving import Step, insert, save, save_at_once
from commons.models import audit
from events.actions.locking import Closed, changes_places
from events.actions.offering import leave
from events.emails.places import draft_outcome, drop_unsent, tell_given_back, tell_outcome
from events.models import Answer, Event, SignUp, Together
from members.models import Contact, Member, Organisation, Sector
from outbox.actions import writing


@dataclass(frozen=True)
class Guest:
    """What somebody without an account typed."""

    name: str
    email: str = ""
    phone: str = ""
    organisation: Organisation | None = None
    organisation_typed: str = ""
    sector: Sector | None = None


class Wishes(TypedDict, total=False):
    """What they said of their coming, by the names of the form."""

    way: str
    brings: str
    has_carer: bool
    show_name: bool
    answers: dict[int, str]
    form_key: UUID | None
    added_by: Member | None


@dataclass(frozen=True)
class Asked:
    """The same, with what holds when nothing was said."""

    way: str = ""
    brings: str = ""
    has_carer: bool = False
    show_name: bool = False
    answers: dict[int, str] | None = None
    form_key: UUID | None = None
    added_by: Member | None = None

    def by_a_stranger(self) -> "Asked":
        """A stranger's form may not put a known name on show, nor change the place later."""
        return replace(self, show_name=False, form_key=None)


@changes_places
def sign_up(event: Event, who: Contact | Guest, *, at: datetime, **wishes: Unpack[Wishes]) -> SignUp:
    """A place, or the next number in the line. The same person twice is the same row, and nothing changes."""
    asked = Asked(**wishes)
    dates, contact, is_known = lock_open(event, who, asked, at=at)
    earlier = earlier_rows(dates, contact, asked)
    if live := [row for row in earlier if row.is_live]:
        return next((row for row in live if row.event_id == event.pk), live[0])
    if is_known and contact is not who:
        asked = asked.by_a_stranger()
    if earlier:
        drop_unsent(*earlier)
    rows = take_places(dates, contact, asked, earlier)
    brought = bring(dates, rows, asked) if asked.brings else []
    email = draft_outcome(rows[0], rows[0].event, at=at, dates=dates.events, brought=brought[:1])
    dates.save(also=[*new_person(contact), *map(save, [*rows, *brought]), *map(writing, email)])
    keep_answers(rows[0], asked)
    return next((row for row in rows if row.event_id == event.pk), rows[0])


def add_for(event: Event, guest: Guest, *, by: Member, at: datetime, **wishes: Unpack[Wishes]) -> SignUp:
    """A host signs up somebody who rang."""
    wishes["added_by"] = by
    signup = sign_up(event, guest, at=at, **wishes)
    audit("events.added", by=by.uuid, kind="signup", target=signup.uuid)
    return signup


def lock_open(event: Event, who: Contact | Guest, asked: Asked, *, at: datetime) -> tuple[Together, Contact, bool]:
    """The dates, locked, as far as they take sign-ups, with the person, and whether they were known before this form.

    One that was left out a moment ago takes none. Somebody new is not saved.
    """
    try:
        dates, contact, is_known = lock_and_meet(event, who, at=at)
    except Event.DoesNotExist as error:
        raise Closed from error
    open_dates(dates, event, asked)
    return dates, contact, is_known


def lock_and_meet(event: Event, who: Contact | Guest, *, at: datetime) -> tuple[Together, Contact, bool]:
    """The dates, and the person: found by address, and new without one."""
    if isinstance(who, Contact):
        return Together.lock(event, at=at), who, True
    if not who.email:
        return Together.lock(event, at=at), new_contact(who), False
    dates, known = Together.lock_for(event, who.email, at=at)
    return dates, known or new_contact(who), known is not None


def open_dates(dates: Together, event: Event, asked: Asked) -> None:
    """Of those locked, the ones that take sign-ups; a host adds somebody who rang until it starts."""

    def is_open(one: Event) -> bool:
        if asked.added_by is not None:
            return not one.is_cancelled and dates.at < one.starts_at
        return one.takes_sign_ups(dates.at)

    if not is_open(dates.of(event)):
        raise Closed
    dates.events = [one for one in dates.events if is_open(one)]


def meet(who: Contact | Guest) -> tuple[Contact, bool]:
    """The person's row, and whether it was there before this form: by address; with none, it is new and not saved."""
    if isinstance(who, Contact):
        return who, True
    if not who.email:
        return new_contact(who), False
    return Contact.objects.meet(new_contact(who))


def earlier_rows(dates: Together, contact: Contact, asked: Asked) -> list[SignUp]:
    """Theirs for these dates. Of somebody without an address only the form itself can tell that it came twice."""
    if contact.pk:
        return [dates.placed(row) for row in dates.signups().filter(contact=contact)]
    if contact.email or asked.form_key is None:
        return []
    theirs = dates.signups().filter(form_key=asked.form_key, contact__phone=contact.phone)
    return [dates.placed(row) for row in theirs]


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


def new_person(contact: Contact) -> list[Step]:
    """Saves somebody new, before the places that are theirs. Of two forms at once with one address, one tries again."""
    return [] if contact.pk else [insert(contact)]


def saved(contact: Contact) -> Contact:
    """The same person, as a row."""
    if not contact.pk:
        contact.save(force_insert=True)
    return contact


def take_places(
    dates: Together, contact: Contact, asked: Asked, earlier: list[SignUp], with_whom: list[SignUp] | None = None
) -> list[SignUp]:
    """A place at every date, or a number at every date; a row for each, which the caller saves."""
    way = asked.way if asked.way in dates.first.ways else dates.first.ways[0]
    if has_room := dates.has_room(way, contact.sector_id):
        dates.take(way, contact.sector_id)
    known, brought_by = {row.event_id: row for row in earlier}, {row.event_id: row for row in with_whom or []}
    rows = []
    for event in dates.events:
        row = known.get(event.pk) or SignUp(event=event, contact=contact)
        row.begin(None if has_room else event.next_number(), at=dates.at)
        row.way, row.has_carer, row.show_name = way, asked.has_carer, asked.show_name
        row.added_by, row.brought_by = asked.added_by, brought_by.get(event.pk)
        row.form_key = row.form_key if row.pk else asked.form_key
        rows.append(row)
    return rows


def bring(dates: Together, rows: list[SignUp], asked: Asked) -> list[SignUp]:
    """Whom they bring: a row of their own, and the next place or number. All emails go to who brings them.

    Saves those who bring, whose numbers stand in the rows that the caller saves.
    """
    if new := [row for row in rows if not row.pk]:
        save_at_once([*new_person(rows[0].contact), *map(save, new)])
    guest = saved(Contact(name=asked.brings))
    return take_places(dates, guest, Asked(way=rows[0].way, added_by=asked.added_by), [], rows)


def keep_answers(signup: SignUp, asked: Asked) -> None:
    """What they said to the host's questions this time."""
    said = [Answer(signup=signup, question_id=pk, words=words) for pk, words in (asked.answers or {}).items()]
    if said and signup.turn > 1:
        signup.answers.all().delete()
    if said:
        Answer.objects.bulk_create(said)


@changes_places
def give_back(signup: SignUp, *, at: datetime) -> None:
    """Leave the event or its waiting list; a freed place is offered to the next at once. The first answer stands."""
    dates = Together.lock(signup.event, at=at)
    party = leave(signup, dates)
    if theirs := [row for row in party if row.contact_id == signup.contact_id]:
        tell_given_back(theirs[0], theirs[0].event, at=at)


@changes_places
def correct_email(signup: SignUp, email: str, *, at: datetime) -> SignUp:
    """A mistyped address: the place goes to the right one and is confirmed there. Returns the sign-up that stands."""
    dates = Together.lock(signup.event, at=at)
    rows = [dates.placed(row) for row in dates.signups().filter(contact=signup.contact_id)]
    known = Contact.objects.with_email(email).first()
    theirs = [dates.placed(row) for row in dates.signups().filter(contact=known)] if known else []
    if theirs:
        return join_up(rows, theirs, dates)
    drop_unsent(*rows)
    if known is None:
        signup.contact.email = email.lower()
        signup.contact.save(update_fields=["email"])
    for row in rows:
        # A person who was known before: from here on this form may not change their address.
        row.contact, row.form_key = (known, None) if known else (signup.contact, row.form_key)
        row.turn += 1
        row.save(update_fields=["contact", "turn", "form_key"])
    tell_outcome(rows[0], rows[0].event, at=at, dates=dates.events)
    return rows[0]


def join_up(rows: list[SignUp], theirs: list[SignUp], dates: Together) -> SignUp:
    """One person, two rows: the one they had stands, and the other place goes on to the next."""
    if rows[0] == theirs[0]:
        return theirs[0]
    leave(rows[0], dates)
    if not any(row.is_live for row in theirs):
        asked = Asked(way=rows[0].way, has_carer=rows[0].has_carer)
        theirs = take_places(dates, theirs[0].contact, asked, theirs)
        dates.save(also=[*map(save, theirs)])
        tell_outcome(theirs[0], theirs[0].event, at=dates.at, dates=dates.events)
    return theirs[0]
