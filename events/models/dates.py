"""A series, said in a sentence, and its dates as rows."""

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Self
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Member, Organisation, Place

LONDON = ZoneInfo("Europe/London")


class Access(models.TextChoices):
    """What helps people get in and take part."""

    STEP_FREE = "step-free", _("Step-free")
    HEARING_LOOP = "hearing-loop", _("Hearing loop")
    QUIET_ROOM = "quiet-room", _("Quiet room")
    CHILDREN = "children", _("Children welcome")
    BUS_FARE = "bus-fare", _("We can pay your bus fare")
    INTERPRETER = "interpreter", _("Interpreter if you ask")
    ONLINE = "online", _("Join from home by video")
    FOOD = "food", _("Food provided")


# A list of events asks for the same few combinations on every row.
@lru_cache(maxsize=256)
def facts_in_words(access: tuple[str, ...], language: str | None) -> list[str]:
    """The labels of these, in this language."""
    return [str(choice.label) for choice in Access if choice.value in access]


class Venue(models.Model):
    """Where people meet, and how to get there."""

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    travel = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    access = ArrayField(models.CharField(max_length=20, choices=Access), default=list, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def access_facts(self) -> list[str]:
        """In the words people read, in the order of the list above."""
        return facts_in_words(tuple(self.access), get_language())


class Series(PublicRow):
    """A meeting that comes back, such as the third Wednesday of every month. A single event is a series of one."""

    slug = models.SlugField(max_length=80, unique=True)
    title = models.CharField(max_length=120)
    standfirst = models.CharField(max_length=300, blank=True)
    rule = models.CharField(max_length=120, blank=True, help_text="An RFC 5545 rule in local time; empty for one date.")
    rule_in_words = models.CharField(max_length=160, blank=True)
    first_on = models.DateField()
    starts = models.TimeField()
    ends = models.TimeField()
    arrive = models.CharField(max_length=80, blank=True, help_text="Such as: food from 5:15pm.")
    capacity = models.PositiveIntegerField(default=68)
    wall_opens_before = models.DurationField(default=timedelta(hours=1))
    wall_shuts_after = models.DurationField(default=timedelta(hours=24))
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    hosts = models.ManyToManyField(Member, related_name="+")
    # [{"minutes": 20, "what": "Hello, and two stories from last month"}], in order
    plan = models.JSONField(default=list, blank=True)

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("series", args=[self.slug])

    def days(self, *, until: date) -> list[date]:
        """The days its rule names, worked out in local time so that clock changes move nothing."""
        if not self.rule:
            return [self.first_on]
        start = datetime.combine(self.first_on, self.starts)
        rule = rrulestr(self.rule, dtstart=start)
        return [when.date() for when in rule.between(start, datetime.combine(until, self.ends), inc=True)]

    def make_dates(self, *, until: date) -> int:
        """Write the dates that are not rows yet, moved and cancelled ones left alone. Says how many."""
        known = set(self.dates.values_list("rule_day", flat=True))
        new = [Event.from_series(self, day) for day in self.days(until=until) if day not in known]
        return len(Event.objects.bulk_create(new, ignore_conflicts=True))


class EventQuerySet(models.QuerySet["Event"]):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """All dates are public in this release; cancelled ones stay, with their reason."""
        return self.filter(is_public=True)

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

    def lock(self, event: "Event") -> "Event":
        """Its row as it is now, ours until the transaction ends."""
        now = self.select_for_update().get(pk=event.pk)
        # The series and the venue are at hand; joining them here would hold up everyone who waits for the row.
        now.series = event.series
        if now.venue_id == event.venue_id:
            now.venue = event.venue
        return now


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
    venue = models.ForeignKey(Venue, on_delete=models.PROTECT, related_name="+")
    plan = models.JSONField(default=list, blank=True)
    is_public = models.BooleanField(default=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancelled_because = models.CharField(max_length=200, blank=True)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0, help_text="Places confirmed or offered.")
    last_position = models.PositiveIntegerField(
        default=0, help_text="The last waiting number given out under the lock."
    )
    sequence = models.PositiveIntegerField(default=0, help_text="Goes up with each change, for calendar programs.")
    changed_at = models.DateTimeField(auto_now=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "day"], name="one_date_a_day"),
            models.UniqueConstraint(fields=["series", "rule_day"], name="one_date_a_rule_day"),
            models.CheckConstraint(condition=Q(taken__lte=F("capacity")), name="never_oversold"),
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

    @classmethod
    def from_series(cls, series: Series, day: date) -> "Event":
        """One date of a series, not saved: local times, the usual venue, capacity and plan."""
        return cls(
            series=series,
            day=day,
            rule_day=day,
            starts_at=datetime.combine(day, series.starts, LONDON),
            ends_at=datetime.combine(day, series.ends, LONDON),
            venue=series.venue,
            capacity=series.capacity,
            plan=series.plan,
        )

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
        return f"{clock(self.starts_at)} to {clock(self.ends_at)}"

    @property
    def places_left(self) -> int:
        return max(self.capacity - self.taken, 0)

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

    def is_over(self, now: datetime) -> bool:
        return self.ends_at <= now

    def takes_sign_ups(self, now: datetime) -> bool:
        """Until one hour before the start, unless it is cancelled."""
        return self.cancelled_at is None and now < self.starts_at - timedelta(hours=1)

    def hand_out(self) -> int | None:
        """A place (None), or the next waiting number when all are taken. Under the lock only."""
        number = None
        if self.places_left:
            self.taken += 1
        else:
            number = self.last_position = self.last_position + 1
        self.save(update_fields=["taken", "last_position"])
        return number

    def takes_pledges(self, now: datetime) -> bool:
        """While the wall is open: as a rule from one hour before the start to 24 hours after the end."""
        return self.wall_opens_at <= now <= self.ends_at + self.series.wall_shuts_after

    @property
    def wall_opens_at(self) -> datetime:
        return self.starts_at - self.series.wall_opens_before


def clock(moment: datetime) -> str:
    """5:30pm, 7pm: as people write it, in local time."""
    local = timezone.localtime(moment)
    return date_format(local, "g:ia" if local.minute else "ga").replace(".", "").replace(" ", "").lower()
