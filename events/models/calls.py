"""People with a phone and no email: what they should be told, and who rang them."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from events.models.dates import Event
from events.models.places import SignUp
from events.models.reminders import Reminder, moment_of
from members.models import Member

# Before anything that could be told of a date.
LONG_BEFORE = timedelta(days=3650)


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
        LAPSED = "lapsed", _("nobody said yes in time, so the place went to the next person")
        CHANGED = "changed", _("the time or the place is another one now")
        CANCELLED = "cancelled", _("this date is cancelled")
        WEEK = "week", _("it is a week away: are they still coming?")
        DAY = "day", _("it is tomorrow")

    signup = models.ForeignKey(SignUp, on_delete=models.CASCADE, related_name="calls")
    about = models.CharField(max_length=10, choices=About)
    turn = models.PositiveSmallIntegerField(help_text="The sign-up's: whoever comes back is told anew.")
    sequence = models.PositiveIntegerField(
        default=0, db_default=0, help_text="The date's when it was told, for what is told again after a change; else 0."
    )
    rung_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    rung_at = models.DateTimeField()

    objects = CallQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["signup", "turn", "about", "sequence"], name="one_call_a_reason")
        ]

    def __str__(self) -> str:
        return f"{self.signup_id} {self.about}"


# Told again when the date has changed since.
AGAIN = [Call.About.CHANGED, Call.About.WEEK, Call.About.DAY]


@dataclass(frozen=True)
class Due:
    """Somebody to ring, and all there is to tell them."""

    signup: SignUp
    reasons: list["Call.About"]


def to_ring(event: Event, *, now: datetime) -> list[Due]:
    """Those with a phone only who should hear something now, those who came first first; in two queries."""
    if now >= event.starts_at:
        return []
    lapsed = event.signups.filter(state=SignUp.State.LAPSED)
    people = (event.signups.live() | lapsed).filter(contact__email="").exclude(contact__phone="")
    signups = list(people.select_related("contact").order_by("signed_up_at", "pk"))
    done = rung(signups)
    due = [Due(one, reasons(one, event, done[one.pk, one.turn], now=now)) for one in signups]
    return [one for one in due if one.reasons]


def rung(signups: Iterable[SignUp]) -> dict[tuple[int, int], dict[str, datetime]]:
    """What each of these was told and when, the last time, by the time round."""
    done: dict[tuple[int, int], dict[str, datetime]] = defaultdict(dict)
    calls = Call.objects.filter(signup__in=signups).order_by("rung_at")
    for signup, turn, about, rung_at in calls.values_list("signup", "turn", "about", "rung_at"):
        done[signup, turn][about] = rung_at
        if about == Call.About.OFFERED:
            # Whoever took the offer when they were rung knows that the place is theirs.
            done[signup, turn][Call.About.PROMOTED] = rung_at
    return done


def reasons(signup: SignUp, event: Event, done: dict[str, datetime], *, now: datetime) -> list["Call.About"]:
    """What somebody with an email would have been sent by now, and has not been told since it fell due."""
    told = [about for about, at in moments(signup, event, now=now) if about not in done or done[about] < at]
    # Of two reminders the later one says it all.
    return told if Call.About.DAY not in told else [about for about in told if about != Call.About.WEEK]


def moments(signup: SignUp, event: Event, *, now: datetime) -> list[tuple["Call.About", datetime]]:
    """All that is due, each with the moment since which it is; never what was due before they had what they have."""
    long_ago = event.starts_at - LONG_BEFORE
    if event.is_cancelled:
        return [(Call.About.CANCELLED, long_ago)] if signup.is_live else []
    due = [(where_they_stand(signup), long_ago)]
    if signup.is_live and event.moved_at and signup.signed_up_at < event.moved_at:
        due.append((Call.About.CHANGED, event.moved_at))
    if signup.is_coming:
        due += [
            (about, at) for about, at in reminders(event) if max(signup.signed_up_at, signup.changed_at) < at <= now
        ]
    return due


def where_they_stand(signup: SignUp) -> "Call.About":
    """A place, a number in the line, or a place that came free, to have or to have had."""
    if signup.state in BY_STATE:
        return BY_STATE[signup.state]
    return Call.About.PLACE if signup.position is None else Call.About.PROMOTED


BY_STATE: dict[str, Call.About] = {
    SignUp.State.WAITING: Call.About.WAITING,
    SignUp.State.OFFERED: Call.About.OFFERED,
    SignUp.State.LAPSED: Call.About.LAPSED,
}


def reminders(event: Event) -> list[tuple["Call.About", datetime]]:
    """When each reminder falls due: as the emails do, at ten in the morning, a week before and on the day before."""
    kinds = {Call.About.WEEK: Reminder.Kind.WEEK, Call.About.DAY: Reminder.Kind.DAY}
    return [(about, moment_of(kind, event.starts_at)) for about, kind in kinds.items()]
