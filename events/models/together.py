"""The dates that one sign-up covers, under their locks."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db.models import Min, Q

from collab.kit.saving import Step, save_at_once, update
from events.models.dates import COUNTS, Event
from events.models.holding import still_held
from events.models.places import SignUp, SignUpQuerySet
from events.models.ways import Way
from members.models import Contact

OFFER_LASTS = timedelta(hours=24)
OFFER_LASTS_ON_THE_DAY = timedelta(hours=2)


@dataclass
class Together:
    """As a rule one date; all dates to come of workshops that are taken as a whole. All of them, or none."""

    events: list[Event]
    at: datetime
    # By date and sector, the places that are held and not taken up.
    held: dict[int, Counter[int]] = field(default_factory=dict)

    @classmethod
    def lock(cls, event: Event, *, at: datetime) -> "Together":
        """Their rows as they are now, locked in the order of their ids."""
        dates = cls(Event.objects.lock_with_others(event, at=at), at)
        dates.count_held()
        return dates

    @classmethod
    def lock_for(cls, event: Event, address: str, *, at: datetime) -> "tuple[Together, Contact | None]":
        """The same, and the person with this address. One statement, where it is one date and they are new."""
        if event.series.is_taken_as_a_whole:
            return cls.lock(event, at=at), Contact.objects.with_email(address).first()
        row, known = Event.objects.lock_for(event, address)
        dates = cls([row], at)
        dates.count_held()
        return dates, Contact.objects.get(pk=known) if known else None

    @property
    def first(self) -> Event:
        """The one whose line is the order of all."""
        return self.events[0]

    def of(self, event: Event) -> Event:
        """The same date among them."""
        return next(one for one in self.events if one.pk == event.pk)

    def count_held(self) -> None:
        """Again after somebody has left. No statement where nothing is held."""
        self.held = {event.pk: still_held(event) for event in self.events if event.holds_places(self.at)}

    def left(self, way: str) -> int:
        """Places that are free at every one of them, held ones too."""
        return min(event.left(way) for event in self.events)

    def has_room(self, way: str, sector: int | None) -> bool:
        """Whether somebody of this sector can have a place at every one."""
        return all(event.left(way) > self.held_for_others(event, way, sector) for event in self.events)

    def held_for_others(self, event: Event, way: str, sector: int | None) -> int:
        held = self.held.get(event.pk, Counter()) if way == Way.ROOM else Counter[int]()
        return sum(places for held_for, places in held.items() if held_for != sector)

    def take(self, way: str, sector: int | None) -> None:
        """One place at each."""
        for event in self.events:
            event.count(way, 1)
            held = self.held.get(event.pk)
            if held and sector and way == Way.ROOM:
                held[sector] = max(held[sector] - 1, 0)

    def calls_people_in(self) -> bool:
        """Until it starts, unless it is cancelled."""
        return not self.first.is_cancelled and self.at < self.first.starts_at

    def offered_until(self) -> datetime:
        """A day to answer; two hours when the start is less than a day away."""
        starts_at = min(event.starts_at for event in self.events)
        lasts = OFFER_LASTS if starts_at - self.at >= OFFER_LASTS else OFFER_LASTS_ON_THE_DAY
        return min(self.at + lasts, starts_at)

    def signups(self) -> SignUpQuerySet:
        """All for these dates, with whom an email about them goes to."""
        here = {"event": self.first} if len(self.events) == 1 else {"event__in": self.events}
        return SignUp.objects.filter(**here).select_related("contact", "brought_by__contact").order_by("event", "pk")

    def party_of(self, signup: SignUp) -> list[SignUp]:
        """Their own rows that live, and those of whom they brought."""
        theirs = Q(contact=signup.contact_id) | Q(brought_by__contact=signup.contact_id)
        return [self.placed(row) for row in self.signups().live().filter(theirs)]

    def placed(self, signup: SignUp) -> SignUp:
        """The same row, with the locked date at hand."""
        signup.event = next(event for event in self.events if event.pk == signup.event_id)
        return signup

    def waiting(self, way: str) -> SignUpQuerySet:
        """The line for one way, in its order."""
        return self.signups().waiting().filter(event=self.first, way=way)

    def others_of(self, signup: SignUp) -> Iterator[SignUp]:
        """The rows of the same person at the dates after the first."""
        if len(self.events) > 1:
            yield from self.signups().waiting().filter(contact=signup.contact_id).exclude(event=self.first)

    def number_in_front(self, event: Event) -> int:
        """Before all who wait: below nought, since nought says that somebody never waited."""
        lowest = event.signups.aggregate(lowest=Min("position"))["lowest"]
        return min(lowest or 0, 0) - 1

    def save(self, *fields: str, also: Iterable[Step] = ()) -> None:
        """Write the counters, these fields and these rows too, in one statement."""
        save_at_once([*also, *(update(event, *COUNTS, "held_until", *fields) for event in self.events)])
