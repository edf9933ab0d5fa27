"""One month as a grid: the second view of what is on."""

from calendar import Calendar
from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from events.models import LONDON, Event, SignUp
from events.models.dates import EventQuerySet
from events.views.pages import Row, next_month, rows_of

# Dates are rows for a year ahead; robots that follow "next" come to an end.
MONTHS_AHEAD, MONTHS_BACK = 13, 60


class Day(NamedTuple):
    """One square of the grid."""

    day: date
    rows: list[Row]
    is_in_month: bool
    is_today: bool


@everyone
@require_safe
def event_month(request: HttpRequest, month: date) -> HttpResponse:
    """All dates of a month, for whoever may see them."""
    today = timezone.localdate()
    if not is_near(month, today):
        raise Http404
    events = list(in_month(Event.objects.visible_to(request.user).with_details(), month))
    rows = rows_of(events, SignUp.objects.states_for(request.user, events))
    weeks = weeks_of(month, rows, today=today)
    around = {"previous": last_month(month), "following": next_month(month)}
    near = {name: first for name, first in around.items() if is_near(first, today)}
    days = [day for week in weeks for day in week if day.is_in_month and day.rows]
    context = {"month": month, "weeks": weeks, "days": days, "today": today, **near}
    return render(request, "events/event_month.html", context)


def in_month(events: EventQuerySet, month: date) -> EventQuerySet:
    """Those that begin in it, by the clock of the place."""
    first, after = (datetime.combine(day, time(), LONDON) for day in (month, next_month(month)))
    return events.filter(starts_at__gte=first, starts_at__lt=after).order_by("starts_at", "pk")


def weeks_of(month: date, rows: Sequence[Row], *, today: date) -> list[list[Day]]:
    """Whole weeks from Monday, each day with its dates."""
    by_day: dict[date, list[Row]] = defaultdict(list)
    for row in rows:
        by_day[timezone.localtime(row.event.starts_at, LONDON).date()].append(row)
    return [
        [Day(day, by_day[day], day.month == month.month, day == today) for day in week]
        for week in Calendar().monthdatescalendar(month.year, month.month)
    ]


def is_near(month: date, today: date) -> bool:
    """Near enough to have a page."""
    ahead = (month.year - today.year) * 12 + month.month - today.month
    return -MONTHS_BACK <= ahead <= MONTHS_AHEAD


def last_month(first: date) -> date:
    return (first - timedelta(days=1)).replace(day=1)
