"""Who came to a date. Whoever has no row here is unknown; someone who walks in has a row here and no place."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from events.models.dates import Event
from members.models import Contact, Member, Sector

OPENS_BEFORE = timedelta(hours=1)
# Hosts note apologies and set up early, so their page opens sooner than the one on the door.
HOSTS_BEFORE = timedelta(hours=12)


def lets_people_in(event: Event, now: datetime) -> bool:
    """Whether people may tick themselves off: from an hour before the start to the end."""
    return not event.is_cancelled and event.starts_at - OPENS_BEFORE <= now <= event.ends_at


def takes_attendance(event: Event, now: datetime) -> bool:
    """Whether its hosts may say who came: from that day on, unless it was called off."""
    return not event.is_cancelled and now >= event.starts_at - HOSTS_BEFORE


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    def came(self) -> Self:
        return self.filter(state=Attendance.State.CAME)

    def tally(self) -> "Counter[str]":
        """How many in each state, and how many of those who came had no place."""
        rows = self.order_by().values_list("state", "is_walk_in").annotate(people=models.Count("pk"))
        counted: Counter[str] = Counter()
        for state, is_walk_in, people in rows:
            counted[state] += people
            counted["walk_in"] += people if is_walk_in else 0
        return counted


class Attendance(PublicRow):
    """One person and one date, as it was noted at the door or from paper."""

    class State(models.TextChoices):
        CAME = "came", _("came")
        APOLOGIES = "apologies", _("sent apologies")
        MISSED = "missed", _("did not come")

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="attendance")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=State)
    is_walk_in = models.BooleanField(default=False, help_text="They had no place and came all the same.")
    noted_at = models.DateTimeField()
    by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Empty for themselves."
    )
    # Only that they answered: when would tie them to one of the answers.
    has_answered = models.BooleanField(default=False)
    locked_at = models.DateTimeField(null=True, blank=True, help_text="Since when the date is closed.")

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "contact"], name="one_attendance_a_person"),
            models.CheckConstraint(condition=Q(is_walk_in=False) | Q(state="came"), name="who_walks_in_has_come"),
        ]
        indexes = [models.Index(fields=["contact", "state"])]

    def __str__(self) -> str:
        return f"{self.event_id} {self.state}"


class Tap(models.Model):
    """One press at the door. Its key makes a repeat harmless, its moment lets the later press win."""

    key = models.UUIDField(unique=True)
    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="taps")
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    at = models.DateTimeField(help_text="When it was pressed, which may be long before it reached us.")

    class Meta:
        indexes = [models.Index(fields=["event", "contact", "at"])]

    def __str__(self) -> str:
        return str(self.key)


class Closing(models.Model):
    """A date whose attendance is settled. While this row is here nothing of it changes."""

    event = models.OneToOneField(Event, on_delete=models.CASCADE, related_name="closing")
    closed_at = models.DateTimeField()
    by = models.ForeignKey(
        Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", help_text="Empty for the clock."
    )
    came = models.PositiveIntegerField()
    walk_ins = models.PositiveIntegerField()
    apologies = models.PositiveIntegerField()
    missed = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(walk_ins__lte=models.F("came")), name="walk_ins_came")]

    def __str__(self) -> str:
        return f"{self.event_id} {self.closed_at}"


def closing_of(event: Event) -> Closing | None:
    """How it was settled and by whom, if it was."""
    return Closing.objects.filter(event=event).select_related("by__contact").first()


class Visit(models.Model):
    """Somebody was there, without saying who: a keyed hash tells only that the same person came before."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="visits")
    who = models.CharField(max_length=48)
    sector = models.ForeignKey(Sector, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "who"], name="one_visit_a_person"),
            models.CheckConstraint(condition=Q(who__regex=r"^[0-9a-f]{48}$"), name="visitors_are_hashes"),
        ]
        indexes = [models.Index(fields=["who"])]

    def __str__(self) -> str:
        return self.who


def visits_of(rows: "Iterable[Attendance]") -> list[Visit]:
    """Not saved. Known by address, so that a guest whose details went is known again when they come back."""
    marks = {row: visitor_marks(row.contact) for row in rows}
    wanted = [mark for each in marks.values() for mark in each]
    known = set(Visit.objects.filter(who__in=wanted).values_list("who", flat=True))
    return [
        Visit(
            event_id=row.event_id,
            who=next((mark for mark in each if mark in known), each[0]),
            sector=row.contact.sector,
        )
        for row, each in marks.items()
    ]


def visitor_marks(contact: Contact) -> list[str]:
    """Their keyed hash under the key of today, then under those before it."""
    # One phone may be a household's.
    by_phone = f"{digits_of(contact.phone)} {contact.first_name.lower()}" if contact.phone else ""
    what = contact.email.lower() or by_phone or str(contact.uuid)
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [blake2b(what.encode(), key=key.encode()[:64], person=b"visit", digest_size=24).hexdigest() for key in keys]


def digits_of(phone: str) -> str:
    """A number without spaces and marks, so that 07700 900 001 and +44 7700 900001 are the same."""
    figures = "".join(letter for letter in phone if letter in "0123456789")
    return "0" + figures[2:] if figures.startswith("44") and len(figures) > 10 else figures
