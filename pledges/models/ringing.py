"""Pledges of people with a phone and no email: whom a host rings to ask how it goes, and what was said today."""

from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils import timezone

from events.models import Event
from pledges.models.pledges import Pledge, PledgeQuerySet
from pledges.models.rhythm_row import Rhythm
from pledges.models.states import LIVE, OPEN_TO_HOSTS

MOST = 100
WEEK = timedelta(days=7)


def by_phone(event: Event) -> PledgeQuerySet:
    """Made at this date or an earlier one of its series, for hosts to read, by people whom no email reaches."""
    theirs = Pledge.objects.made().filter(event__series=event.series_id, event__day__lte=event.day)
    theirs = theirs.filter(visibility__in=OPEN_TO_HOSTS, contact__email="").exclude(contact__phone="")
    return theirs.select_related("contact", "event").order_by("made_at", "pk")


def to_ring_about(event: Event, *, now: datetime) -> tuple[list[Pledge], list[Pledge]]:
    """Those to ask by phone now, the oldest first, and those of which somebody wrote down today what they said.

    The second are there to put a slip right.
    """
    today, month = timezone.localdate(now), Rhythm.now().month
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = list(by_phone(event).filter(Q(state__in=LIVE) | Q(answered_at__gte=midnight))[:MOST])
    said = [row for row in rows if row.answered_on == today]
    return [row for row in rows if row.is_live and is_due(row, event, today=today, month=month)], said


def is_due(pledge: Pledge, event: Event, *, today: date, month: timedelta) -> bool:
    """On the day they named, or with none in the week before the next date; and a month after we last heard of it."""
    heard_on = pledge.answered_on or pledge.made_on
    if pledge.by_on is not None and heard_on < pledge.by_on <= today:
        return True
    is_next = pledge.by_on is None and pledge.answered_on is None and pledge.made_on < event.day
    return heard_on + month <= today or (is_next and event.day - WEEK <= today)
