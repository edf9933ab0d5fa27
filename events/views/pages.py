"""What is on, a series, and one date."""

from datetime import date, datetime
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from collab.kit.stencils import page
from commons.models import NetworkSettings
from events.models import Event, HeldPlaces, Series, SignUp
from events.models.reading import A_PAGE, date_to_open, dates_to_list, how_many_wait, who_is_coming
from events.permissions import can_host

DATES_OF_A_SERIES = 12


@everyone
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """What is coming, by month; what has been, with ?when=past."""
    now, is_past = timezone.now(), request.GET.get("when") == "past"
    events = listed(request, now, is_past=is_past)
    mine = SignUp.objects.states_for(request.user, events)
    months = by_month(rows_of(events[:A_PAGE], mine, is_past=is_past))
    context = {"months": months, "is_past": is_past, "next_url": next_url(events, is_past)}
    context["today"] = timezone.localdate(now)
    context["hosts"] = request.user.is_authenticated and request.user.has_role("facilitator", "admin")
    return render(request, "events/event_list.html", context)


def listed(request: HttpRequest, now: datetime, *, is_past: bool) -> list[Event]:
    """A page of dates, and one more if there is a next."""
    after = anchor(request)
    if after is None:
        return dates_to_list(request.user, now, is_past=is_past)
    visible = Event.objects.visible_to(request.user).with_details()
    return list((visible.past(now) if is_past else visible.coming(now)).beyond(after, earlier=is_past)[: A_PAGE + 1])


@everyone
@require_safe
def series(request: HttpRequest, slug: str) -> HttpResponse:
    """The rule in words, and its next dates."""
    row = get_object_or_404(Series.objects.open_to(request.user).select_related("venue"), slug=slug)
    dates = Event.objects.open_to(request.user).with_details().filter(series=row)
    events = list(dates.coming(timezone.now())[:DATES_OF_A_SERIES])
    mine = SignUp.objects.states_for(request.user, events)
    return render(request, "events/series.html", {"series": row, "rows": rows_of(events, mine)})


@everyone
@require_safe
def event(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """One date: when, where, getting in, who is coming, the plan, a place, the wall."""
    row = find_event(request, slug, day)
    # What is below reads the pledges.
    below = render_to_string("events/_below.html", {"event": row, "user": request.user})
    return page(request, "events/event.html", shown_of(request, row, timezone.now()), {"below": below})


def shown_of(request: HttpRequest, row: Event, now: datetime) -> dict[str, Any]:
    """What all visitors see of it at this moment, and a member of their own place besides."""
    mine, names = SignUp.objects.around(request.user, row)
    return {
        "event": row,
        "mine": mine,
        "company": who_is_coming(row),
        "waiting": how_many_wait(row),
        "names": names,
        "held": HeldPlaces.objects.at(row) if row.holds_places(now) else [],
        "is_open": row.takes_sign_ups(now),
        "is_over": row.is_over(now),
        "can_host": can_host(request.user, row.series),
        "network": NetworkSettings.current(),
    }


def find_event(request: HttpRequest, slug: str, day: date) -> Event:
    """The date at this address, among those this person may open."""
    row = date_to_open(request.user, slug, day)
    if row is None:
        raise Http404
    return row


def anchor(request: HttpRequest) -> Event | None:
    """The last date of the page before; None for the first page, and for anything we cannot read."""
    try:
        return Event.objects.visible_to(request.user).filter(uuid=UUID(request.GET["after"])).first()
    except (KeyError, ValueError):
        return None


def next_url(events: list[Event], is_past: bool) -> str:
    """The rest of the list, when there is more than a page."""
    if len(events) <= A_PAGE:
        return ""
    after = {"after": str(events[A_PAGE - 1].uuid)}
    return f"{reverse('event_list')}?{urlencode({'when': 'past', **after} if is_past else after)}"


class Row(NamedTuple):
    """One date in a list, with a word on how it stands."""

    event: Event
    status: str
    tone: str


def rows_of(events: list[Event], mine: dict[int, str], *, is_past: bool = False) -> list[Row]:
    """Each date, and whether one has a place, or there is one to have."""
    return [
        Row(event, "", "") if is_past and not event.is_cancelled else Row(event, *status_of(event, mine.get(event.pk)))
        for event in events
    ]


def status_of(event: Event, state: str | None) -> tuple[str, str]:
    """A few words and the tone of their tag."""
    if event.is_cancelled:
        return _("Cancelled"), "problem"
    if state == SignUp.State.OFFERED:
        return _("A place is free for you"), "due"
    if state is not None:
        return (_("You are on the waiting list"), "due") if state == "waiting" else (_("You have a place"), "done")
    if event.places_left:
        words = ngettext("%(left)d place left", "%(left)d places left", event.places_left)
        return words % {"left": event.places_left}, "plain"
    return _("Full, with a waiting list"), "due"


class Month(NamedTuple):
    """A month with its dates; one without any names the date after it."""

    first: date
    rows: list[Row]
    back: Event | None = None


def by_month(rows: list[Row]) -> list[Month]:
    """Dates under their months. A month with nothing between two others is there too, and empty."""
    months: list[Month] = []
    for first, together in groupby(rows, key=lambda row: first_of_month(row.event.starts_at)):
        here = list(together)
        while months and (following := next_month(months[-1].first)) < first:
            months.append(Month(following, [], here[0].event))
        months.append(Month(first, here))
    return months


def first_of_month(moment: datetime) -> date:
    return timezone.localtime(moment).date().replace(day=1)


def next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)
