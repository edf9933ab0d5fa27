"""Who came: by presses at the door, from paper, or by themselves. All under the event's lock, each press once."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4, uuid5

from events.actions.locking import changes_places
from events.actions.places import Guest, meet, saved
from events.emails.after import drop_after_notes
from events.models import Attendance, Closing, Event, SignUp, Tap
from events.models.attendance import digits_of, lets_people_in, takes_attendance
from members.models import Contact, Member

UNKNOWN = ""
# How long a press is on its way at most. One phone sends its presses in order, so within this the one that arrives
# later was made later; between two phones nobody can tell.
ON_ITS_WAY = timedelta(seconds=10)
CAME = Attendance.State.CAME


class Settled(Exception):
    """Nothing can be noted: the date is closed, was called off, or is not today."""


@dataclass(frozen=True)
class Press:
    """One press of a button: its key, when it was pressed and by whom; by nobody else for oneself."""

    key: UUID
    at: datetime
    by: Member | None = None


@changes_places
def note(event: Event, contact: Contact, state: str, press: Press, *, now: datetime) -> None:
    """What became of one person. A repeat changes nothing, and of two presses the later one stands."""
    event = lock_open(event, now)
    if Tap.objects.filter(key=press.key).exists():
        return
    is_late = event.taps.filter(contact=contact, at__gt=press.at + ON_ITS_WAY).exists()
    event.taps.create(key=press.key, contact=contact, at=press.at)
    if not is_late:
        write(event, {contact.pk: state}, press)


@changes_places
def walk_in(event: Event, guest: Guest, press: Press, *, now: datetime) -> None:
    """Somebody who is not on the list. The same press twice is one person."""
    contact, _is_known = meet(guest)
    event = lock_open(event, now)
    if Tap.objects.filter(key=press.key).exists():
        return
    contact = saved(contact)
    event.taps.create(key=press.key, contact=contact, at=press.at)
    write(event, {contact.pk: CAME}, press)


@changes_places
def note_from_paper(
    event: Event, states: Mapping[Contact, str], walk_ins: Sequence[Guest], press: Press, *, now: datetime
) -> None:
    """A whole sheet at once, all or nothing."""
    people = [meet(guest)[0] for guest in walk_ins]
    event = lock_open(event, now)
    if Tap.objects.filter(key=press.key).exists():
        return
    came = {saved(contact): CAME for contact in people}
    everyone: dict[Contact, str] = {**states, **came}
    taps = [Tap(key=uuid5(press.key, str(c.uuid)), event=event, contact=c, at=press.at) for c in everyone]
    Tap.objects.bulk_create([Tap(key=press.key, event=event, at=press.at), *taps], ignore_conflicts=True)
    write(event, {contact.pk: state for contact, state in everyone.items()}, press)


def check_in(event: Event, contact: Contact, *, now: datetime) -> bool:
    """Somebody ticks themselves off at the door. False when the door is not open."""
    if not lets_people_in(event, now):
        return False
    try:
        note(event, contact, CAME, Press(uuid4(), now), now=now)
    except Settled:
        return False
    return True


def check_in_who_typed(event: Event, reach: str, *, now: datetime) -> None:
    """The same by the address or the number of their sign-up. Nobody is told whether there is one."""
    for signup in signed_up_with(event, reach):
        check_in(event, signup.contact, now=now)


def signed_up_with(event: Event, reach: str) -> list[SignUp]:
    """Who has a place or waits, and gave this address or number."""
    signups = event.signups.live().select_related("contact")
    if "@" in reach:
        return list(signups.filter(contact__email__iexact=reach))
    wanted = digits_of(reach)
    return [one for one in signups.exclude(contact__phone="") if digits_of(one.contact.phone) == wanted]


def lock_open(event: Event, now: datetime) -> Event:
    """Its row as it is now, ours. Raises Settled."""
    event = Event.objects.lock(event)
    if not takes_attendance(event, now) or Closing.objects.filter(event=event).exists():
        raise Settled
    return event


def write(event: Event, states: Mapping[int, str], press: Press) -> None:
    """Under the lock. Unknown is no row; whoever comes without a place walked in."""
    unknown = [contact for contact, state in states.items() if state == UNKNOWN]
    placed = set(event.signups.with_a_place().filter(contact__in=states).values_list("contact", flat=True))
    rows = [
        Attendance(
            event=event, contact_id=contact, state=state, noted_at=press.at, by=press.by,
            is_walk_in=state == CAME and contact not in placed,
        )
        for contact, state in states.items() if state != UNKNOWN
    ]  # fmt: skip
    event.attendance.filter(contact__in=unknown).delete()
    Attendance.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["event", "contact"],
        update_fields=["state", "noted_at", "by", "is_walk_in"],
    )
    drop_notes_of(event, states)


def drop_notes_of(event: Event, contacts: Iterable[int]) -> None:
    """A note that has not gone out yet was about what was noted before."""
    drop_after_notes(event, Contact.objects.filter(pk__in=list(contacts)).values_list("uuid", flat=True))
