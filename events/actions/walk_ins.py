"""What was written down of somebody in a hurry at the door, put right."""

from datetime import datetime

from commons.models import audit
from events.actions.addresses import has_more_than
from events.actions.attendance import drop_notes_of, lock_open
from events.actions.locking import changes_places
from events.actions.places import Guest, new_contact
from events.models import Attendance, Event
from members.models import Contact, Member


class KnownElsewhere(Exception):
    """They have an account, or came or signed up before: what they said of themselves stands."""


def is_only_here(row: Attendance) -> bool:
    """Somebody whom nothing but this door knows. The presses about them do not count."""
    contact = row.contact
    taps = row.event.taps.filter(contact=contact)
    return row.is_walk_in and contact.email_verified_at is None and not has_more_than(contact, row, *taps)


@changes_places
def correct_walk_in(row: Attendance, guest: Guest, *, by: Member, at: datetime) -> None:
    """Another name, organisation, sector or address. Who goes by that address already is the one who came.

    The keys of the presses stay, so that one that is sent again later is still the same press. Raises Settled.
    """
    event = lock_open(row.event, at)
    row = event.attendance.select_related("contact", "event").get(pk=row.pk)
    if not is_only_here(row):
        raise KnownElsewhere
    told = new_contact(guest)
    known = Contact.objects.with_email(told.email).exclude(pk=row.contact_id).first() if told.email else None
    if known is None:
        say_again(row.contact, told)
    else:
        pass_on(event, row, known)
    audit("events.walk_in_corrected", by=by.uuid, kind="event", target=event.uuid)
    drop_notes_of(event, [row.contact_id])


def say_again(contact: Contact, told: Contact) -> None:
    """The same person, with other words."""
    fields = ["name", "email", "phone", "organisation", "organisation_typed", "sector"]
    for name in fields:
        setattr(contact, name, getattr(told, name))
    contact.save(update_fields=fields)


def pass_on(event: Event, row: Attendance, known: Contact) -> None:
    """To somebody whom we know; what they said of themselves stands, and they came once."""
    wrong = row.contact
    event.taps.filter(contact=wrong).update(contact=known)
    there = event.attendance.filter(contact=known)
    if there.exists():
        there.update(state=Attendance.State.CAME, noted_at=row.noted_at, by=row.by)
    else:
        has_a_place = event.signups.with_a_place().filter(contact=known).exists()
        row.contact, row.is_walk_in = known, not has_a_place
        row.save(update_fields=["contact", "is_walk_in"])
    wrong.delete()
