"""When a person is asked about their pledges next."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Self

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Func, Max, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast, JSONObject
from django.utils import timezone

from collab.kit.statements import Statement
from members.models import Contact
from outbox.models import State
from pledges.models.follow_ups import FollowUps
from pledges.models.pledges import Pledge
from pledges.models.reminders import Reminder, ReminderQuerySet
from pledges.models.rhythm import waits_until
from pledges.models.rhythm_row import Rhythm
from pledges.models.states import LIVE

A_DAY, NOBODY = timedelta(days=1), 0
PLANNED = ("stopped_at", "paused_until", "written_at", "planned")
# When, and about which pledge: one that is not saved yet has no number.
type Question = tuple[datetime, int | None]


@dataclass(frozen=True)
class Plans:
    """What decides when a person is asked: what they asked of us, the last email, and what is planned, in its order."""

    stopped_at: datetime | None = None
    paused_until: date | None = None
    written_at: datetime | None = None
    planned: Sequence[Question] = ()

    @classmethod
    def read(
        cls, stopped_at: datetime | None, paused_until: date | None, written_at: datetime | None, text: str
    ) -> Self:
        """From the columns of `planning`."""
        questions = [(datetime.fromisoformat(one["at"]), one["pledge"]) for one in json.loads(text)]
        return cls(stopped_at, paused_until, written_at, questions)

    def besides(self, questions: Iterable[Question]) -> "Plans":
        """The same with more of them."""
        return replace(self, planned=sorted([*self.planned, *questions], key=lambda question: question[0]))

    def days_about(self, pledge: int | None, *, now: datetime) -> list[date]:
        """The days of the emails that will ask about this pledge."""
        return [day for day, about in emails_to_come(self, now=now) if pledge in about]


def days_asked(pledge: Pledge, *, now: datetime) -> list[date]:
    """The days of the emails that will ask about this pledge, also where its address is not confirmed yet."""
    if pledge.contact_id is None:
        return []
    read = vars(pledge)
    plans = Plans.read(*(read[name] for name in PLANNED)) if "planned" in read else None
    return (plans or plans_of(pledge.contact_id, now=now, besides=pledge.pk)).days_about(pledge.pk, now=now)


def next_asked_on(contact: Contact, *, now: datetime) -> date | None:
    """The day of the next question; None where none is planned or they want none."""
    return next((day for day, _about in emails_to_come(plans_of(contact.pk, now=now), now=now)), None)


def emails_to_come(plans: Plans, *, now: datetime) -> Iterator[tuple[date, set[int | None]]]:
    """The day of each email with what is planned now, and the pledges that it asks about.

    What falls within a week of the last email, or in a pause, waits and is merged: as when they are written.
    """
    if plans.stopped_at is not None:
        return
    rhythm, until, left = Rhythm.now(), plans.paused_until, list(plans.planned)
    asked_on = timezone.localdate(plans.written_at) if plans.written_at else None
    while left:
        at = max(now, left[0][0])
        newest = max(due_at for due_at, _about in left if due_at <= at)
        at = waits_until(now=at, due_at=newest, paused_until=until, asked_on=asked_on, rhythm=rhythm) or at
        asked_on = timezone.localdate(at)
        yield asked_on, {about for due_at, about in left if due_at <= at}
        left = [question for question in left if question[0] > at]


def plans_of(contact: int, *, now: datetime, besides: int = NOBODY) -> Plans:
    """What is planned about this person's confirmed pledges, and about one besides: one statement for all."""
    (found,) = PLANS.rows(contact, besides, still_counts_since(now))
    return Plans.read(*found)


def still_counts_since(now: datetime) -> datetime:
    """No email of before then keeps the next one back."""
    return now - Rhythm.now().week - A_DAY


def planning(contact: int | OuterRef, besides: int | OuterRef, since: datetime) -> dict[str, Any]:
    """All that plans are read from, as columns of a row of any kind."""
    theirs = Q(pledge__confirmed_at__isnull=False) | Q(pledge=besides)
    planned = Reminder.objects.planned().filter(theirs, pledge__contact=contact, pledge__state__in=LIVE)
    wishes = FollowUps.objects.filter(contact=contact)
    last = emailed(since).filter(pledge__contact=contact).order_by("-email__written_at").values("email__written_at")
    questions = ArraySubquery(planned.order_by("due_at").values_list(JSONObject(at="due_at", pledge="pledge_id")))
    columns = (
        Subquery(wishes.values("stopped_at")),
        Subquery(wishes.values("paused_until")),
        Subquery(last[:1]),
        Cast(Func(questions, function="array_to_json"), TextField()),
    )
    return dict(zip(PLANNED, columns, strict=True))


def _plans(contact: int, besides: int, since: datetime) -> QuerySet[Contact, Any]:
    return Contact.objects.filter(pk=contact).values_list(*planning(contact, besides, since).values())


def last_asked_of(people: Iterable[int], *, now: datetime, rhythm: Rhythm) -> dict[int, date]:
    """The day of each person's last pledge email, where it still counts."""
    recent = emailed(now - rhythm.week - A_DAY).filter(pledge__contact__in=people)
    last = recent.values_list("pledge__contact").annotate(Max("email__written_at"))
    return {contact: timezone.localdate(written_at) for contact, written_at in last}


def emailed(since: datetime) -> ReminderQuerySet:
    """What went into emails since then."""
    written = Reminder.objects.filter(state=Reminder.State.WRITTEN, email__written_at__gt=since)
    return written.exclude(email__state=State.CANCELLED)


PLANS: Statement[Any] = Statement(_plans, int, int, datetime)
