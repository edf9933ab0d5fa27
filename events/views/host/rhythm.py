"""How often a series is: asked again, read back with what becomes of its dates, and changed."""

from datetime import date
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import role
from collab.kit.components.events import day_words
from collab.kit.holidays import bank_holiday
from events.actions import Coming, NewRhythm, change_rhythm, sort_out
from events.forms.rhythms import RhythmChangeForm
from events.models import Event, HowOften, Series, SignUp
from events.views.host.finding import find_series, unless_busy
from events.views.host.setting_up import DATES_READ_BACK, DateReadBack, sentence
from members.models import SignedInRequest

FALLING_SHOWN = 6


class Kept(NamedTuple):
    """A date that stays, and how many have a place or a number."""

    event: Event
    people: int


@role("facilitator", "admin")
@require_safe
def host_rhythm(request: SignedInRequest, slug: str) -> HttpResponse:
    """The same words as when it was set up, filled in as it is."""
    series = find_rhythm(request, slug)
    form = RhythmChangeForm(series=series, initial=request.GET.dict() or as_it_is(series))
    return render(request, "events/host/rhythm.html", {"series": series, "form": form})


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def host_rhythm_check(request: SignedInRequest, slug: str) -> HttpResponse:
    """Which dates stay, which fall away, which come; then it is so."""
    series = find_rhythm(request, slug)
    data = request.POST if request.method == "POST" else request.GET
    form = RhythmChangeForm(data, series=series)
    if not form.is_valid():
        return render(request, "events/host/rhythm.html", {"series": series, "form": form})
    if request.method == "POST":
        change_rhythm(series, new_rhythm(form, data.getlist("skip")), by=request.user, at=timezone.now())
        messages.success(request, _("Saved. The dates follow the new rhythm."))
        return redirect("host_series", slug)
    return render(request, "events/host/rhythm_check.html", read_back(request, series, form))


def find_rhythm(request: SignedInRequest, slug: str) -> Series:
    """Not of workshops that are taken as a whole: whoever signed up has all of their days."""
    series = find_series(request, slug)
    if series.is_taken_as_a_whole:
        raise Http404
    return series


def as_it_is(series: Series) -> dict[str, Any]:
    """What stands in the boxes at first."""
    rhythm, is_monthly = series.rhythm, series.rhythm.how_often == HowOften.MONTH
    following = series.dates.coming(timezone.now()).filter(starts_at__gt=timezone.now()).first()
    return {
        "how_often": rhythm.how_often if rhythm.repeats else "",
        "nth": rhythm.nth,
        "weekday": rhythm.weekday,
        "first_on": following.day if following and not is_monthly else None,
        "last_on": rhythm.last_on,
        "span": (series.starts, series.ends),
    }


def new_rhythm(form: RhythmChangeForm, ticked: list[str]) -> NewRhythm:
    """What was chosen, with what was ticked of the days that were shown."""
    rhythm, (starts, ends) = form.rhythm(), form.cleaned_data["span"]
    shown = rhythm.days(DATES_READ_BACK)
    return NewRhythm(rhythm, starts, ends, shown, [day for day in shown if day.isoformat() in ticked])


def read_back(request: SignedInRequest, series: Series, form: RhythmChangeForm) -> dict[str, Any]:
    """The sentence, and each date by what becomes of it. Days that were left out before are ticked."""
    now = timezone.now()
    new = new_rhythm(form, [day.isoformat() for day in series.skipped])
    ahead = Q(starts_at__gte=now) | Q(rule_day__gte=timezone.localdate(now))
    dates = list(series.dates.filter(ahead).select_related("series", "venue"))
    for event in dates:
        event.series = series
    found = sort_out(series, dates, new, at=now)
    change = f"{reverse('host_rhythm', args=[series.slug])}?{request.GET.urlencode()}"
    rows = next_rows(new, found, dates)
    told = SignUp.objects.live().filter(event__in=found.retimed)
    return {
        "series": series,
        "form": form,
        "change_url": change,
        "rows": [{"label": _("When"), "value": sentence(form), "url": f"{change}#id_how_often_0"}],
        "dates": rows,
        "holidays": any(row.holiday for row in rows),
        "kept": [Kept(event, found.people.get(event.pk, 0)) for event in found.kept],
        "decided": found.decided,
        "falling": found.falling[:FALLING_SHOWN],
        "falling_more": len(found.falling[FALLING_SHOWN:]),
        "told": told.values("contact").distinct().count() if found.retimed else 0,
    }


def next_rows(new: NewRhythm, found: Coming, dates: list[Event]) -> list[DateReadBack]:
    """The first six. Where a date stands already that cannot be left out, a word on why."""
    standing = {event.rule_day: event for event in dates} | {event.day: event for event in dates}
    left_out = {*new.left_out}
    return [
        DateReadBack(day, bank_holiday(day), day in left_out, note_on(day, standing.get(day), found))
        for day in new.shown
    ]


def note_on(day: date, event: Event | None, found: Coming) -> str:
    """Why this day is settled; empty where the host may leave it out."""
    if event is None:
        return ""
    if event.day != day:
        return _("moved to %(day)s, and stays so") % {"day": day_words(event.day)}
    if event.is_cancelled:
        return _("cancelled, and stays so")
    if event.pk in found.people:
        return _("people have signed up, so it stays")
    return _("you moved a date to this day") if event.is_moved else ""
