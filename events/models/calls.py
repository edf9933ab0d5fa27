"""People with a phone and no email: what they should be told, and who rang them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from events.models.dates import Event
from events.models.places import SignUp
from events.models.series import LONDON
from members.models import Member

WEEK = timedelta(days=7)
DAY_BEFORE_AT = 10


class CallQuerySet(models.QuerySet["Call"]):
    def about(self, event: Event) -> Self:
        """Who rang whom about this date, the latest first."""
        with_names = self.select_related("signup__contact", "rung_by__contact")
        return with_names.filter(signup__event=event).order_by("-rung_at", "-pk")


class Call(PublicRow):
    """One person was rung about one thing."""

    class About(models.TextChoices):
        PLACE = "place", _("they have a place")
        WAITING = "waiting", _("they are on the waiting list")
        PROMOTED = "promoted", _("a place came free, and it is theirs")
        OFFERED = "offered", _("a place came free, and is held for them")
        CANCELLED = "cancelled", _("this date is cancelled")
        WEEK = "week", _("it is a week away: are they still coming?")
        DAY = "day", _("it is tomorrow")

    signup = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="calls")
    about = models.CharField(max_length=10, choices=About)
    turn = models.PositiveSmallIntegerField(help_text="The sign-up's: whoever comes back is told anew.")
    rung_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    rung_at = models.DateTimeField()

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["signup", "turn", "about"], name="one_call_a_reason")]

    def __str__(self) -> str:
        return f"{self.signup_id} {self.about}"


@dataclass(frozen=True)
class Due:
    """Somebody to ring, and all there is to tell them."""

    signup: SignUp
    reasons: list["Call.About"]


def to_ring(event: Event, *, now: datetime) -> list[Due]:
    """Those with a phone only who should hear something now, those who came first first; in two queries."""
    if now >= event.starts_at:
        return []
    people = event.signups.live().filter(contact__email="").exclude(contact__phone="")
    signups = list(people.select_related("contact").order_by("signed_up_at", "pk"))
    done = rung(signups)
    due = [
        Due(one, [why for why in reasons(one, event, now=now) if why not in done[one.pk, one.turn]]) for one in signups
    ]
    return [one for one in due if one.reasons]


def rung(signups: Iterable[SignUp]) -> dict[tuple[int, int], set[str]]:
    """What each of these was told, by the time round."""
    done: dict[tuple[int, int], set[str]] = defaultdict(set)
    for signup, turn, about in Call.objects.filter(signup__in=signups).values_list("signup", "turn", "about"):
        done[signup, turn].add(about)
        if about == Call.About.OFFERED:
            # Whoever took the offer when they were rung knows that the place is theirs.
            done[signup, turn].add(Call.About.PROMOTED)
    return done


def reasons(signup: SignUp, event: Event, *, now: datetime) -> list["Call.About"]:
    """What somebody with an email would have been sent by now; never what was due before they signed up."""
    if event.is_cancelled:
        return [Call.About.CANCELLED]
    due = [where_they_stand(signup)]
    if signup.has_a_place:
        due += [about for about, at in reminders(event) if signup.signed_up_at < at <= now]
    # Of two reminders the later one says it all.
    return due if Call.About.DAY not in due else [about for about in due if about != Call.About.WEEK]


def where_they_stand(signup: SignUp) -> "Call.About":
    """A place, a number in the line, or a place that came free."""
    if signup.is_waiting:
        return Call.About.WAITING
    if signup.state == SignUp.State.OFFERED:
        return Call.About.OFFERED
    return Call.About.PLACE if signup.position is None else Call.About.PROMOTED


def reminders(event: Event) -> list[tuple["Call.About", datetime]]:
    """When each reminder falls due: a week before, and at ten on the day before."""
    day = timezone.localtime(event.starts_at, LONDON) - timedelta(days=1)
    at_ten = day.replace(hour=DAY_BEFORE_AT, minute=0, second=0, microsecond=0)
    return [(Call.About.WEEK, event.starts_at - WEEK), (Call.About.DAY, at_ten)]
