"""The round: what became of a group's pledges, gone through when it meets."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.db.models import OuterRef, Subquery
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from groups.models import Group, Membership
from pledges.models.answers import Answer
from pledges.models.pledges import Pledge
from pledges.models.states import LIVE, Visibility

# What ended since the group met last is named too.
LOOKS_BACK = timedelta(days=35)
MOST = 100
MINUTES_EACH = 2
State = Pledge.State
# Who is stuck speaks first, while there is time.
SECTIONS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Stuck, and wanting to talk"), (State.STUCK,)),
    (_("Still going"), (State.MADE, State.GOING)),
    (_("Kept"), (State.KEPT,)),
    (_("Let go, with thanks"), (State.LET_GO,)),
)


@dataclass(frozen=True)
class Section:
    """Pledges that stand alike."""

    heading: str | Promise
    pledges: list[Pledge]


def round_of(group: Group, *, now: datetime) -> list[Pledge]:
    """What its people said they would do, for the group's ears; each with `said_today` where it was said at a round."""
    people = Membership.objects.current().filter(group=group).values("member__contact")
    said = Answer.objects.filter(pledge=OuterRef("pk"), recorded_by__isnull=False, at__gte=start_of_day(now))
    pledges = Pledge.objects.made().filter(group=group, contact__in=people).exclude(visibility=Visibility.PARTNER)
    shown = pledges.filter(state__in=LIVE) | pledges.filter(answered_at__gt=now - LOOKS_BACK)
    rows = shown.select_related("sector", "contact").annotate(said_today=Subquery(said.values("said")[:1]))
    return list(rows.order_by("made_at", "pk")[:MOST])


def in_sections(pledges: list[Pledge]) -> list[Section]:
    """Stuck first; a section with nothing in it is not there."""
    found = [Section(heading, [row for row in pledges if row.state in states]) for heading, states in SECTIONS]
    return [section for section in found if section.pledges]


def answers_today(group: Group, *, now: datetime) -> list[Answer]:
    """What was said at today's round, the last word on each pledge."""
    said = Answer.objects.filter(pledge__group=group, recorded_by__isnull=False, at__gte=start_of_day(now))
    rows = said.select_related("pledge__contact", "pledge__sector").order_by("pledge", "-at", "-pk").distinct("pledge")
    return list(rows)


def start_of_day(now: datetime) -> datetime:
    """Midnight here."""
    return timezone.make_aware(datetime.combine(timezone.localdate(now), time()))
