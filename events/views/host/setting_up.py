"""One screen, a page that reads it back, and the series is there."""

from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import role
from collab.kit.components.events import day_words, until
from collab.kit.holidays import bank_holiday
from events.actions import set_up_series
from events.forms.rhythms import RhythmForm
from events.forms.setting_up import ONLINE, SOMEWHERE_ELSE, SetUpForm
from events.models import Audience, HowOften, Rhythm, Series
from events.models.venues import room_of
from events.views.host.finding import find_series, unless_busy
from events.views.host.jobs import jobs_of
from members.models import Member, SignedInRequest

DATES_READ_BACK = 6
# In the session, from the button to the page after it.
JUST_SET_UP = "just_set_up"


class DateReadBack(NamedTuple):
    """One of the next dates, whether it is a bank holiday and whether it is left out; a word on why that is settled."""

    day: date
    holiday: str
    is_left_out: bool = False
    note: str = ""


@role("facilitator", "admin")
@require_safe
def host_new(request: SignedInRequest) -> HttpResponse:
    """Name, place, how often, when. Filled in when one comes back to change something, or sets up another like it."""
    like = liked(request.user, request.GET)
    form = SetUpForm(host=request.user, venue=like.venue if like else None, initial=begin_from(request.GET, like))
    return render(request, "events/host/new.html", {"form": form, "like": like})


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@unless_busy
def host_check(request: SignedInRequest) -> HttpResponse:
    """Reads it back with the next dates; publishes what was read."""
    data = request.POST if request.method == "POST" else request.GET
    like = liked(request.user, data)
    form = SetUpForm(data, host=request.user, venue=like.venue if like else None)
    if not form.is_valid():
        return render(request, "events/host/new.html", {"form": form, "like": like})
    if request.method == "POST":
        skipped = tuple(row.day for row in next_dates(form.rhythm()) if row.day.isoformat() in data.getlist("skip"))
        new = form.new_series(like=like, skipped=skipped)
        series = set_up_series(new, by=request.user, at=timezone.now())
        request.session[JUST_SET_UP] = series.slug
        return redirect("host_ready", series.slug)
    return render(request, "events/host/check.html", {**read_back(request, form), **who_for(like)})


@role("facilitator", "admin")
@require_safe
def host_ready(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its link, a code to print, a calendar file. Right after setting up also what may be done next."""
    series = find_series(request, slug)
    is_new = request.session.pop(JUST_SET_UP, "") == slug
    first = series.dates.coming(timezone.now()).first()
    url = f"{settings.PUBLIC_URL}{series.get_absolute_url()}"
    context = {
        "series": series,
        "first": first,
        "url": url,
        "is_new": is_new,
        "jobs": jobs_of(series) if is_new else [],
    }
    return render(request, "events/host/ready.html", context)


def liked(member: Member, data: QueryDict) -> Series | None:
    """The series that the new one is to be like."""
    if not (slug := data.get("like", "")[:80].replace("\0", "")):
        return None
    return Series.objects.run_by(member).select_related("venue").filter(slug=slug).first()


def begin_from(data: QueryDict, like: Series | None) -> dict[str, Any]:
    """What stands in the boxes at first: as it was typed, else as the other series has it."""
    typed = {name: value for name, value in data.items() if name != "form_key" or value}
    if like is None or "title" in typed:
        return typed
    rhythm = like.rhythm
    place = ONLINE if room_of(like) is None else str(like.venue_id)
    words = {"title": like.title, "like": like.slug, "span": (like.starts, like.ends), "place": place}
    often = HowOften.WORKSHOPS if like.kind == "workshops" and not like.rule else rhythm.how_often
    return {**words, "how_often": often, "nth": rhythm.nth, "weekday": rhythm.weekday}


def read_back(request: SignedInRequest, form: SetUpForm) -> dict[str, Any]:
    """The sentence, the answers with a way back to each, and the next dates."""
    rhythm, data = form.rhythm(), form.cleaned_data
    change = f"{reverse('host_new')}?{request.GET.urlencode()}"
    place = data["place"] if data["place"] == SOMEWHERE_ELSE else "place"
    where = form.venue()
    in_full = f"{where.name}, {where.address}" if where else _("Online")
    return {
        "form": form,
        "change_url": change,
        "rows": [
            {"label": _("Name"), "value": data["title"], "url": f"{change}#id_title"},
            {"label": _("When"), "value": sentence(form), "url": f"{change}#id_how_often_0"},
            {
                "label": _("Where"),
                "value": in_full,
                "url": f"{change}#id_{'venue_name' if place == SOMEWHERE_ELSE else 'place_0'}",
            },
        ],
        "dates": next_dates(rhythm),
        "can_skip": rhythm.repeats,
        "holidays": any(row.holiday for row in next_dates(rhythm)),
    }


def who_for(like: Series | None) -> dict[str, Any]:
    """Everyone, unless it is like one that is for fewer people."""
    return {"like": like, "is_public": like is None or like.audience == Audience.PUBLIC}


def sentence(form: RhythmForm) -> str:
    """The third Wednesday of every month, 5:30pm to 7pm, starting 18 November 2026."""
    rhythm, (starts, ends) = form.rhythm(), form.cleaned_data["span"]
    first = rhythm.days(1)[0]
    if rhythm.how_often == HowOften.ONCE:
        return _("%(day)s, %(time)s.") % {"day": day_words(first), "time": until(starts, ends)}
    if rhythm.how_often == HowOften.WORKSHOPS:
        *before, last = (day_words(day) for day in rhythm.days(3))
        days = _("%(days)s and %(last)s") % {"days": ", ".join(before), "last": last}
        return _("Three workshops: %(days)s, %(time)s.") % {"days": days, "time": until(starts, ends)}
    said = {"often": rhythm.words, "time": until(starts, ends), "day": date_format(first, "j F Y")}
    words: str = _("%(often)s, %(time)s, starting %(day)s.") % said
    return words[:1].upper() + words[1:]


def next_dates(rhythm: Rhythm) -> list[DateReadBack]:
    """The first six, bank holidays named."""
    return [DateReadBack(day, bank_holiday(day)) for day in rhythm.days(DATES_READ_BACK)]
