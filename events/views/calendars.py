"""Calendar files: one date, or all of a series."""

from datetime import date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from events.models import Event, Series, calendar_of
from events.views.pages import find_event

# Programs that fetch the file again see a late change to a date that has just been.
KEPT_AFTER = timedelta(days=31)
DATES_IN_A_FILE = 60


@everyone
@require_safe
def event_calendar(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """One date."""
    event = find_event(request, slug, day)
    return calendar_file(calendar_of([event], name=event.title), name=f"{slug}-{day}")


@everyone
@require_safe
def series_calendar(request: HttpRequest, slug: str) -> HttpResponse:
    """Every date to come, and the last month's."""
    series = get_object_or_404(Series.objects.open_to(request.user), slug=slug)
    dates = Event.objects.open_to(request.user).with_details().filter(series=series)
    events = dates.coming(timezone.now() - KEPT_AFTER)[:DATES_IN_A_FILE]
    return calendar_file(calendar_of(events, name=series.title), name=slug)


def calendar_file(text: str, *, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}.ics"'}
    return HttpResponse(text, content_type="text/calendar; charset=utf-8", headers=headers)
