"""A host's list of jobs: their coming dates, their series; one series, and one date."""

from datetime import date
from typing import NamedTuple

from django.db.models import Prefetch
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from collab.kit.access import role
from collab.kit.holidays import bank_holiday
from events.models import Event, Series
from events.views.host.finding import find_date, find_series, is_closed
from events.views.host.jobs import jobs_of
from members.models import Role, SignedInRequest

NEXT_DATES, DATES_OF_A_SERIES, PAST_DATES, MOST_SERIES = 8, 60, 6, 300


class DateRow(NamedTuple):
    """A date with a word on how full it is, and its bank holiday."""

    event: Event
    status: str
    tone: str
    holiday: str


@role("facilitator", "admin")
@require_safe
def host_list(request: SignedInRequest) -> HttpResponse:
    """What they put on next, and all their series. An organiser sees everybody's."""
    hosted = Series.objects.run_by(request.user).select_related("venue")
    coming = Event.objects.coming(timezone.now()).filter(series__in=hosted, cancelled_at=None).with_details()
    names = Prefetch("hosts", to_attr="hosts_of_it")
    context = {
        "rows": [row_of(event) for event in coming[:NEXT_DATES]],
        "series": hosted.order_by("title", "pk").prefetch_related(names)[:MOST_SERIES],
        "sees_all": request.user.has_role(Role.ADMIN),
    }
    return render(request, "events/host/list.html", context)


@role("facilitator", "admin")
@require_safe
def host_series(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its jobs, its dates, its hosts."""
    series, now = find_series(request, slug), timezone.now()
    coming = series.dates.coming(now).select_related("series", "venue")[:DATES_OF_A_SERIES]
    past = series.dates.past(now).select_related("series", "venue")[:PAST_DATES]
    context = {
        "series": series,
        "jobs": jobs_of(series),
        "rows": [row_of(event) for event in coming],
        "past": [row_of(event) for event in past],
        "skipped": [day for day in series.skipped if day >= timezone.localdate(now)],
    }
    return render(request, "events/host/series.html", context)


@role("facilitator", "admin")
@require_safe
def host_event(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """One date as a list of jobs: before, on the night, after."""
    event, now = find_date(request, slug, day), timezone.now()
    context = {
        "event": event,
        "series": event.series,
        "row": row_of(event),
        "is_closed": is_closed(event, now),
        "has_begun": event.starts_at <= now,
        "can_skip": event.can_be_left_out(now),
        "can_be_on_again": event.can_be_on_again(now),
        "plan_now": _("As usual") if event.plan == event.series.plan else _("Its own"),
        "waiting": event.signups.waiting().count(),
    }
    return render(request, "events/host/event.html", context)


def row_of(event: Event) -> DateRow:
    """3 of 68 places taken, full, or cancelled."""
    holiday = bank_holiday(event.day)
    if event.is_cancelled:
        return DateRow(event, _("Cancelled"), "problem", holiday)
    places, taken = event.capacity + event.online_capacity, event.taken + event.online_taken
    if taken >= places:
        return DateRow(event, _("Full"), "due", holiday)
    words = ngettext("%(taken)s of %(places)s place taken", "%(taken)s of %(places)s places taken", places)
    return DateRow(event, words % {"taken": taken, "places": places}, "plain", holiday)
