"""What must be known of a date in the moment when somebody puts a patch up, in the one query that finds the date."""

from datetime import datetime, timedelta

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, OuterRef

from events.models import Event
from events.models.dates import EventQuerySet
from pledges.models.pledges import Pledge
from pledges.models.walls import Wall

# A hall of people may pledge in one minute; faster than that, a host looks first.
PATCHES_A_MINUTE = 90
MEET_UPS_AHEAD = 6


def for_a_patch(events: EventQuerySet, *, now: datetime) -> EventQuerySet:
    """Each with `checks_first`, `is_rushed` and `next_days`: the next dates of its series, for the reminders."""
    lately = Pledge.objects.filter(event=OuterRef("pk"), made_at__gt=now - timedelta(minutes=1)).order_by("-made_at")
    coming = Event.objects.coming(now).filter(cancelled_at=None, is_public=True, series=OuterRef("series"))
    return events.annotate(
        checks_first=Exists(Wall.objects.filter(event=OuterRef("pk"), checks_first=True)),
        is_rushed=Exists(lately[PATCHES_A_MINUTE - 1 : PATCHES_A_MINUTE]),
        next_days=ArraySubquery(coming.values("day")[:MEET_UPS_AHEAD]),
    )


def is_looked_at_first(event: Event) -> bool:
    """Whether its host checks each patch, or more came than a hall makes. Of a date found `for_a_patch`."""
    return bool(vars(event)["checks_first"] or vars(event)["is_rushed"])
