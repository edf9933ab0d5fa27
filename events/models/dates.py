"""One date of a series, and its places in numbers."""

from datetime import datetime, timedelta
from typing import Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from collab.kit.components.events import clock, until
from collab.kit.models import PublicRow
from events.models.locks import LockingQuerySet
from events.models.series import LONDON, Series, hosted_by, listed_for, open_to, run_by
from events.models.venues import Venue, room_of, where_of
from events.models.ways import Way
from members.models import Member

# What changes with each sign-up.
COUNTS = ("taken", "online_taken", "last_position")
# `waiting` stands in those rows that `date_to_open` has read.
UNCOUNTED = dict.fromkeys([*COUNTS, "waiting"])


class EventQuerySet(LockingQuerySet):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """Those that stand in lists for them; cancelled ones stay, with their reason."""
        return self.filter(listed_for(user, "series__"), is_public=True)

    def open_to(self, user: Member | AnonymousUser) -> Self:
        """Those whose page they may open."""
        return self.filter(open_to(user, "series__"), is_public=True)

    def hosted_by(self, member: Member) -> Self:
        """Those that this member puts on."""
        return self.filter(hosted_by(member, "series__"))

    def run_by(self, member: Member) -> Self:
        """Those that this member may change."""
        return self.filter(run_by(member, "series__"))

    def coming(self, now: datetime) -> Self:
        """From the one that is on now, soonest first."""
        return self.filter(ends_at__gt=now).order_by("starts_at", "pk")

    def past(self, now: datetime) -> Self:
        """Latest first."""
        return self.filter(ends_at__lte=now).order_by("-starts_at", "-pk")

    def beyond(self, anchor: "Event | None", *, earlier: bool) -> Self:
        """What comes after this one in such a list; from the top when there is none."""
        if anchor is None:
            return self
        same_moment = Q(starts_at=anchor.starts_at, **{"pk__lt" if earlier else "pk__gt": anchor.pk})
        return self.filter(same_moment | Q(**{"starts_at__lt" if earlier else "starts_at__gt": anchor.starts_at}))

    def with_details(self) -> Self:
        """With the series and the venue, in the same query."""
        return self.select_related("series", "venue")


class Event(PublicRow):
    """One date. All that changes who has a place goes through its lock (`events.actions`)."""

    series = models.ForeignKey(Series, on_delete=models.CASCADE, related_name="dates")
    # The day in the address; the rule's own day stays when a date is moved, so that it is not made again.
    day = models.DateField()
    rule_day = models.DateField()
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    theme = models.CharField(max_length=120, blank=True)
    standfirst = models.CharField(max_length=400, blank=True)
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty for online only."
    )
    plan = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0, help_text="Places confirmed or offered.")
    online_capacity = models.PositiveIntegerField(default=0, db_default=0)
    online_taken = models.PositiveIntegerField(default=0, db_default=0)
    online_link = models.URLField(
        max_length=300, blank=True, default="", db_default="", help_text="Empty for the usual one of the series."
    )
    access_lead = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    last_position = models.PositiveIntegerField(
        default=0, help_text="The last waiting number given out under the lock."
    )
    held_until = models.DateTimeField(
        null=True, blank=True, help_text="Until then places are held for sectors; empty when none are."
    )
    sequence = models.PositiveIntegerField(default=0, help_text="Goes up with each change, for calendar programs.")
    changed_at = models.DateTimeField(auto_now=True)
    moved_at = models.DateTimeField(null=True, blank=True, help_text="When its time or place last became another.")

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "day"], name="one_date_a_day"),
            models.UniqueConstraint(fields=["series", "rule_day"], name="one_date_a_rule_day"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="never_oversold"),
            models.CheckConstraint(condition=Q(online_taken__lte=F("online_capacity")), name="never_oversold_online"),
            models.CheckConstraint(condition=Q(capacity=0) | Q(venue__isnull=False), name="a_room_is_somewhere"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(cancelled_at=None, cancelled_because="")
                | (Q(cancelled_at__isnull=False) & ~Q(cancelled_because="")),
                name="cancelled_says_why",
            ),
        ]
        indexes = [models.Index(fields=["starts_at"]), models.Index(fields=["ends_at"])]

    def __str__(self) -> str:
        return f"{self.series} {self.day}"

    def get_absolute_url(self) -> str:
        return reverse("event", args=[self.series.slug, self.day])

    @property
    def title(self) -> str:
        """The series, with this date's theme when it has one."""
        return f"{self.series.title}: {self.theme}" if self.theme else self.series.title

    @property
    def lede(self) -> str:
        """What it is about: this date's own words, else the series'."""
        return self.standfirst or self.series.standfirst

    @property
    def time_in_words(self) -> str:
        """5:30pm to 7pm."""
        return until(self.starts_at, self.ends_at)

    @property
    def room(self) -> Venue | None:
        """Where people go; nothing where all join from home."""
        return room_of(self)

    @property
    def where(self) -> str:
        """The name of the place, or that it is online."""
        return where_of(self)

    @property
    def where_in_full(self) -> str:
        """With the address."""
        return where_of(self, in_full=True)

    @property
    def places_left(self) -> int:
        """In the room and online."""
        return self.left(Way.ROOM) + self.left(Way.ONLINE)

    @property
    def room_left(self) -> int:
        return self.left(Way.ROOM)

    @property
    def online_left(self) -> int:
        return self.left(Way.ONLINE)

    @property
    def places_left_in_words(self) -> str:
        """In the room and online apart, where there is both."""
        if self.has_both_ways:
            left = {"room": self.room_left, "online": self.online_left}
            return gettext("Places left: %(room)s in the room, %(online)s online.") % left
        count = self.places_left
        return ngettext("%(left)s place left.", "%(left)s places left.", count) % {"left": count}

    @property
    def ways(self) -> list[Way]:
        """How one can take part: the room when nothing else is said."""
        return [way for way in Way if self.capacity_for(way)] or [Way.ROOM]

    @property
    def has_both_ways(self) -> bool:
        return len(self.ways) > 1

    def capacity_for(self, way: str) -> int:
        return self.online_capacity if way == Way.ONLINE else self.capacity

    def left(self, way: str) -> int:
        """Places that nobody has, of one way."""
        return max(self.capacity_for(way) - self.had(way), 0)

    def had(self, way: str) -> int:
        """Places confirmed or offered, of one way."""
        return self.online_taken if way == Way.ONLINE else self.taken

    def count(self, way: str, people: int) -> None:
        """So many more, or fewer, have a place. Under the lock only; the caller saves."""
        if way == Way.ONLINE:
            self.online_taken += people
        else:
            self.taken += people

    def next_number(self) -> int:
        """The next in the line: one sequence for both ways. Under the lock only; the caller saves."""
        self.last_position += 1
        return self.last_position

    def holds_places(self, now: datetime) -> bool:
        """Whether some are for people of some sectors only."""
        return self.held_until is not None and now < self.held_until

    def beside(self, other: "Event") -> "Event":
        """The same row, with the series and the venue that another copy has read, unless it changed meanwhile."""
        self.series = other.series
        if self.venue_id == other.venue_id and self.sequence == other.sequence:
            self.venue = other.venue
        return self

    def apart_from_counts(self) -> "Event":
        """A copy for what is drawn once for many: it knows nothing of how many have signed up."""
        # What Django notes of a row is shared with it: nobody saves the copy.
        other = Event.__new__(Event)
        vars(other).update(vars(self), **UNCOUNTED)
        return other

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def is_moved(self) -> bool:
        """Not on the day that the rule names."""
        return self.day != self.rule_day

    @property
    def plan_with_times(self) -> list[tuple[str, str]]:
        """What happens when: each step's minutes counted on from the start."""
        steps, at = [], self.starts_at
        for step in self.plan:
            steps.append((clock(at), step["what"]))
            at += timedelta(minutes=step["minutes"])
        return steps

    def get_host_url(self) -> str:
        """Its jobs, for those who put it on."""
        return reverse("host_event", args=[self.series.slug, self.day])

    @property
    def joining_link(self) -> str:
        """Where people come in from home; only `SignUp.online_url` may show it."""
        return self.online_link or self.series.online_link

    def is_at_hand(self, now: datetime) -> bool:
        """From the start of the day before until it is over."""
        eve = timezone.localtime(self.starts_at, LONDON).date() - timedelta(days=1)
        return timezone.localtime(now, LONDON).date() >= eve and not self.is_over(now)

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def takes_sign_ups(self, now: datetime) -> bool:
        """Until one hour before the start, unless it is cancelled."""
        return self.cancelled_at is None and now < self.starts_at - timedelta(hours=1)

    def can_be_left_out(self, now: datetime) -> bool:
        """Nobody has signed up, and nobody can have pledged yet."""
        return now < self.wall_opens_at and not self.is_cancelled and not self.signups.exists()

    def cancel(self, *, because: str, at: datetime) -> None:
        """It is off. The first reason stands. Under the lock; `events.actions` tells people."""
        if self.cancelled_at is None:
            self.cancelled_at, self.cancelled_because = at, because
            self.sequence += 1
            self.save(update_fields=["cancelled_at", "cancelled_because", "sequence", "changed_at"])

    def can_be_on_again(self, now: datetime) -> bool:
        """It was cancelled, and has not begun."""
        return self.is_cancelled and now < self.starts_at

    def put_on_again(self) -> None:
        """As if it had not been cancelled; calendars hear of it. Under the lock; `events.actions` tells people."""
        self.cancelled_at, self.cancelled_because = None, ""
        self.sequence += 1
        self.save(update_fields=["cancelled_at", "cancelled_because", "sequence", "changed_at"])

    def set_plan(self, plan: list[dict[str, object]]) -> None:
        """A plan of its own."""
        self.plan = plan
        self.save(update_fields=["plan"])

    def takes_pledges(self, now: datetime) -> bool:
        """While the wall is open: as a rule from one hour before the start to 24 hours after the end."""
        return self.wall_opens_at <= now <= self.ends_at + self.series.wall_shuts_after

    @property
    def wall_opens_at(self) -> datetime:
        return self.starts_at - self.series.wall_opens_before
