"""A meeting that comes back, said in a sentence, and who it is for."""

import re
from datetime import date, datetime, timedelta
from itertools import count
from string import ascii_lowercase, digits
from typing import Any, Self
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.crypto import get_random_string
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from events.models.rhythms import Rhythm
from events.models.venues import Venue, where_of
from groups.models import Group, Membership
from members.models import Member, Organisation, Role

LONDON = ZoneInfo("Europe/London")


class Kind(models.TextChoices):
    """What sort of meeting it is."""

    MEET_UP = "meet-up", _("Meet-up")
    CONVERSATION = "conversation", _("Big conversation")
    WORKSHOPS = "workshops", _("Workshops, one after another")
    HOUSE = "house", _("House meeting, one to one")


class Audience(models.TextChoices):
    """Who may see it and come."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members")
    GROUP = "group", _("The people in one group")
    LINK = "link", _("Whoever has the link")


def listed_for(user: Member | AnonymousUser, path: str = "") -> Q:
    """The rule of who finds it in a list, for series and, with the path to them, for dates."""
    seen = Q(**{f"{path}audience": Audience.PUBLIC})
    if isinstance(user, Member) and user.is_active:
        groups = Membership.objects.current().filter(member=user).values("group")
        seen |= Q(**{f"{path}audience": Audience.MEMBERS})
        seen |= Q(**{f"{path}audience": Audience.GROUP, f"{path}group__in": groups}) | hosted_by(user, path)
    return seen


def open_to(user: Member | AnonymousUser, path: str = "") -> Q:
    """The rule of who may open its page: also whoever was given the address of one that is in no list."""
    return listed_for(user, path) | Q(**{f"{path}audience": Audience.LINK})


def hosted_by(member: Member, path: str = "") -> Q:
    """The series of these hosts, seen whoever they are for."""
    hosting = Series.hosts.through.objects.filter(member=member)
    return Q(**{f"{path}pk__in": hosting.values("series")})


def run_by(member: Member, path: str = "") -> Q:
    """The series that this member may change: their own, and for an organiser all."""
    return Q() if member.has_role(Role.ADMIN) else hosted_by(member, path)


class SeriesQuerySet(models.QuerySet["Series"]):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """Those that stand in lists for them."""
        return self.filter(listed_for(user))

    def open_to(self, user: Member | AnonymousUser) -> Self:
        """Those whose page they may open."""
        return self.filter(open_to(user))

    def hosted_by(self, member: Member) -> Self:
        """Those that this member puts on."""
        return self.filter(hosted_by(member))

    def run_by(self, member: Member) -> Self:
        """Those that this member may change."""
        return self.filter(run_by(member))

    def meeting_at(self, venue: Venue, now: datetime) -> Self:
        """Those with this usual place, or with a date to come there."""
        dates = self.filter(dates__venue=venue, dates__ends_at__gt=now).values("pk")
        return self.filter(Q(venue=venue) | Q(pk__in=dates)).order_by("title", "pk")

    def lock(self, series: "Series") -> "Series":
        """Its row as it is now, ours until the transaction ends. Before any of its dates."""
        return self.select_for_update().get(pk=series.pk)


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
    kind = models.CharField(max_length=20, choices=Kind, default=Kind.MEET_UP, db_default="meet-up")
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.PUBLIC, db_default="public")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    capacity = models.PositiveIntegerField(default=68, help_text="In the room; 0 for online only.")
    online_capacity = models.PositiveIntegerField(
        default=0, db_default=0, help_text="0 when nobody can join from home."
    )
    online_link = models.URLField(max_length=300, blank=True, default="", db_default="")
    held = models.JSONField(
        default=dict, db_default={}, blank=True, help_text="Places for sectors, by their ids, at dates yet to be made."
    )
    is_taken_as_a_whole = models.BooleanField(
        default=False, db_default=False, help_text="One sign-up covers all dates to come."
    )
    wall_opens_before = models.DurationField(default=timedelta(hours=1))
    wall_shuts_after = models.DurationField(default=timedelta(hours=24))
    venue = models.ForeignKey(
        Venue, on_delete=models.PROTECT, null=True, blank=True, related_name="+", help_text="Empty for online only."
    )
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, null=True, related_name="+")
    hosts = models.ManyToManyField(Member, related_name="+")
    # [{"minutes": 20, "what": "Hello, and two stories from last month"}], in order
    plan = models.JSONField(default=list, blank=True)
    # Days of the rule that are left out; topping up does not make them again.
    skipped = ArrayField(models.DateField(), default=list, db_default=[], blank=True)
    form_key = models.UUIDField(null=True, unique=True, help_text="The form that set it up, so that it can come twice.")

    objects = SeriesQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(audience="group", group__isnull=False) | ~Q(audience="group") & Q(group=None),
                name="a_group_meets_among_itself",
            ),
            models.CheckConstraint(
                condition=Q(capacity=0) | Q(venue__isnull=False), name="series_in_a_room_says_where"
            ),
        ]

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
        known = {*self.dates.values_list("rule_day", flat=True), *self.skipped}
        new = [self.date_on(day) for day in self.days(until=until) if day not in known]
        return len(self.dates.bulk_create(new, ignore_conflicts=True))

    def date_on(self, day: date) -> Any:
        """One date, not saved: local times, the usual venue, capacity and plan."""
        return self.dates.model(
            series=self,
            day=day,
            rule_day=day,
            starts_at=datetime.combine(day, self.starts, LONDON),
            ends_at=datetime.combine(day, self.ends, LONDON),
            venue=self.venue,
            capacity=self.capacity,
            online_capacity=self.online_capacity,
            plan=self.plan,
        )

    def has_date(self, day: date) -> bool:
        """A date on that day, or one that was moved away from it."""
        return self.dates.filter(Q(day=day) | Q(rule_day=day)).exists()

    @property
    def where(self) -> str:
        """The name of the usual place, or that it is online."""
        return where_of(self)

    @property
    def is_secret(self) -> bool:
        """Only for whoever has the link."""
        return self.audience == Audience.LINK

    @property
    def rhythm(self) -> Rhythm:
        """Its rule, to be read and moved."""
        return Rhythm.read(self.rule, self.first_on)

    @property
    def first_host(self) -> Member | None:
        """Who has hosted it longest: the access lead of a date that names no other."""
        rows = Series.hosts.through.objects.filter(series=self).order_by("pk")
        first = rows.select_related("member__contact").first()
        return first.member if first else None


# Beside a series' own address stand pages with these names, and months.
RESERVED = {
    *(
        "calendar",
        "feed",
        "feedback",
        "here",
        "import-template",
        "links-again",
        "lists",
        "mine",
        "month",
        "new",
        "notes",
    ),
    *("place", "saved", "still", "to"),
}
LIKE_A_MONTH = re.compile(r"\d{4}-\d{2}")
# Of small letters and figures, some 80 bits: nobody comes upon it.
SECRET_LETTERS, SMALL = 16, ascii_lowercase + digits


def free_slug(title: str, *, is_secret: bool = False) -> str:
    """An address from its title that nobody has yet, and that hides no page; with a tail that nobody can guess."""
    stem = slugify(title)[:50].strip("-") or "event"
    if is_secret:
        return f"{stem}-{get_random_string(SECRET_LETTERS, SMALL)}"
    if LIKE_A_MONTH.match(stem):
        stem = f"meet-{stem}"
    taken = {*Series.objects.filter(slug__startswith=stem).values_list("slug", flat=True), *RESERVED}
    candidates = (stem if number == 1 else f"{stem}-{number}" for number in count(1))
    return next(slug for slug in candidates if slug not in taken)
