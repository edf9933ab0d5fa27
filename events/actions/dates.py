"""The dates of a series as rows, a year ahead."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from collab.kit.moves import KeyMove, Move
from commons.models import Heartbeat
from events.models import Series, Venue

DATES_AHEAD = timedelta(days=366)


def make_dates(*, today: date, at: datetime) -> int:
    """The dates of every series for a year ahead, those that are rows already left alone. Says how many are new."""
    made = sum(top_up(series, until=today + DATES_AHEAD) for series in Series.objects.exclude(rule="").order_by("pk"))
    Heartbeat.objects.beat("events.make_dates", at=at)
    return made


@transaction.atomic
def top_up(series: Series, *, until: date) -> int:
    """One series, by its rule as it is now: a host may change it at this moment."""
    return Series.objects.lock(series).make_dates(until=until)


def moves() -> list[Move]:
    """What points at an organisation or a place, and moves when two of them are made one."""
    return [
        KeyMove(Series, "organisation", _("events that come back")),
        KeyMove(Venue, "place", _("halls and rooms")),
    ]
