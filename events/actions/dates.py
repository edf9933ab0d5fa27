"""The dates of a series as rows, a year ahead."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab.kit.moves import KeyMove, Move
from commons.models import Heartbeat
from events.actions.holding import hold_as_usual
from events.models import Series, Venue

DATES_AHEAD = timedelta(days=366)


def make_dates(*, today: date, at: datetime) -> int:
    """The dates of every series for a year ahead, those that are rows already left alone. Says how many are new."""
    made = sum(top_up(series, today=today, at=at) for series in Series.objects.exclude(rule="").order_by("pk"))
    Heartbeat.objects.beat("events.make_dates", at=at)
    return made


@transaction.atomic
def top_up(series: Series, *, today: date, at: datetime) -> int:
    """One series, by its rule as it is now: a host may change it at this moment.

    Its new dates hold places for sectors where all after some date do.
    """
    series = Series.objects.lock(series)
    known = list(series.dates.values_list("pk", flat=True)) if series.held else []
    made = series.make_dates(until=today + DATES_AHEAD)
    if made and series.held:
        hold_as_usual(series, series.dates.exclude(pk__in=known), at=at)
    return made


def moves() -> list[Move]:
    """What points at an organisation or a place, and moves when two of them are made one."""
    return [
        KeyMove(Series, "organisation", _("events that come back")),
        KeyMove(Venue, "place", _("halls and rooms")),
    ]
