"""Who will be written to in the days ahead, if nobody answers meanwhile. It only looks.

What is decided about one person at one moment is decided by the functions that write the emails.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.utils import timezone

from members.models import Contact
from pledges.actions.booking import planned
from pledges.actions.reminding import (
    Days,
    coming_days,
    days_for,
    monday_after_missing,
    once_each,
    wishes_of,
)
from pledges.models import Pledge, Reminder, Rhythm
from pledges.models.asking import last_asked_of
from pledges.models.reminders import STALE_AFTER
from pledges.models.rhythm import follow, waits_until

Kind = Reminder.Kind
AHEAD = timedelta(days=14)
# More people than this are not worked out while somebody waits for a page.
MOST_PEOPLE = 2000


@dataclass(frozen=True)
class Foreseen:
    """One email: when, to whom, and which question about which pledge."""

    at: datetime
    contact: Contact
    reminders: list[Reminder]


@dataclass
class Person:
    """What is planned for somebody, and what is known of them, as it changes from day to day."""

    contact: Contact
    plan: list[Reminder] = field(default_factory=list)
    known: set[tuple[int, str, date]] = field(default_factory=set)
    repeated: set[int] = field(default_factory=set)
    paused_until: date | None = None
    asked_on: date | None = None

    def add(self, reminder: Reminder) -> None:
        """Plan one more, once: as the database does."""
        key = (reminder.pledge_id, reminder.kind, reminder.due_on)
        if key not in self.known:
            self.known.add(key)
            self.plan.append(reminder)

    def has_month(self, pledge: int, *, besides: Reminder) -> bool:
        """Whether the month's question about this pledge is planned."""
        return any(row.pledge_id == pledge and row.kind == Kind.MONTHLY and row is not besides for row in self.plan)


def foresee(now: datetime) -> list[Foreseen]:
    """The emails of the next fourteen days, in their order."""
    until, meet_ups = now + AHEAD, coming_days(now)
    emails = [email for person in people_with_plans(now, until) for email in emails_to(person, now, until, meet_ups)]
    return sorted(emails, key=lambda email: (email.at, email.contact.pk))


def people_with_plans(now: datetime, until: datetime) -> list[Person]:
    """Those with something due by then, each with all that is planned about their live pledges."""
    soon = Reminder.objects.due(until).order_by("pledge__contact").values_list("pledge__contact", flat=True)
    ids = list(soon.distinct()[:MOST_PEOPLE])
    wishes, asked_on = wishes_of(ids), last_asked_of(ids, now=now, rhythm=Rhythm.now())
    people: dict[int, Person] = {}
    for reminder in rows_about(ids):
        contact = reminder.pledge.contact
        if contact is None:
            continue
        stopped, paused_until = wishes.get(contact.pk, (False, None))
        if stopped:
            continue
        new = Person(contact, paused_until=paused_until, asked_on=asked_on.get(contact.pk))
        person = people.setdefault(contact.pk, new)
        person.known.add((reminder.pledge_id, reminder.kind, reminder.due_on))
        if reminder.state == Reminder.State.PLANNED:
            person.plan.append(reminder)
            if vars(reminder)["was_repeated"] or reminder.kind == Kind.REPEAT:
                person.repeated.add(reminder.pledge_id)
    return list(people.values())


def rows_about(ids: Iterable[int]) -> Iterable[Reminder]:
    """All reminders of what these people may be asked about."""
    live = Pledge.objects.live().filter(contact__in=ids, confirmed_at__isnull=False)
    rows = Reminder.objects.filter(pledge__in=live).with_history()
    about = ["pledge__event__series", "pledge__group", "pledge__contact", "pledge__sector"]
    return rows.select_related(*about).order_by("due_at", "pk")


def emails_to(person: Person, now: datetime, until: datetime, meet_ups: Days) -> Iterator[Foreseen]:
    """What one person gets: at each moment at which something is due, as the writer would decide it then."""
    rhythm, moment = Rhythm.now(), now
    while moment <= until:
        miss_what_is_late(person, moment, meet_ups)
        if due := [reminder for reminder in person.plan if reminder.due_at <= moment]:
            newest, paused_until = max(reminder.due_at for reminder in due), person.paused_until
            later = waits_until(
                now=moment, due_at=newest, paused_until=paused_until, asked_on=person.asked_on, rhythm=rhythm
            )
            if later is None:
                yield write(person, due, moment, meet_ups)
            for reminder in due:
                reminder.due_at = later or reminder.due_at
        if not person.plan:
            return
        moment = max(moment, min(reminder.due_at for reminder in person.plan))


def miss_what_is_late(person: Person, now: datetime, meet_ups: Days) -> None:
    """Too late to be of use; the pledge is asked about in another month."""
    late = [reminder for reminder in person.plan if reminder.due_at < now - STALE_AFTER]
    ends = [reminder for reminder in late if not person.has_month(reminder.pledge_id, besides=reminder)]
    person.plan = [reminder for reminder in person.plan if reminder not in late]
    for reminder in ends:
        person.add(planned(reminder.pledge, Kind.MONTHLY, monday_after_missing(now, meet_ups)))


def write(person: Person, due: list[Reminder], now: datetime, meet_ups: Days) -> Foreseen:
    """One email about all that is due, and what comes after it."""
    today, asked = timezone.localdate(now), once_each(sorted(due, key=lambda reminder: reminder.due_at))
    person.asked_on = today
    next_ones = []
    for reminder in asked:
        next_ones += follow_up(person, reminder, today, days_for(reminder.pledge, meet_ups, now=now))
    person.plan = [reminder for reminder in person.plan if reminder not in due]
    for reminder in next_ones:
        person.add(reminder)
    return Foreseen(now, person.contact, asked)


def follow_up(person: Person, reminder: Reminder, today: date, days: list[date]) -> list[Reminder]:
    """What is planned after one question."""
    pledge = reminder.pledge_id
    has_month, repeated = person.has_month(pledge, besides=reminder), pledge in person.repeated
    person.repeated.add(pledge)
    owed = follow(
        Kind(reminder.kind),
        today=today,
        was_repeated=repeated,
        has_month=has_month,
        meet_ups=days,
        rhythm=Rhythm.now(),
    )
    return [planned(reminder.pledge, kind, day) for kind, day in owed]
