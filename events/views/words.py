"""Words that can be said aloud: where they lead, and the host's page of them."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import everyone, role
from commons.models import GoWord
from events.actions import MOST_WORDS, WordTaken, end_word, make_word, words_of
from events.emails.places import full
from events.forms import WordForm
from events.models import Audience, Event, Series
from events.permissions import can_host
from events.views.host.finding import typed_leads_to
from members.models import SignedInRequest

DATES_OFFERED = 12


@everyone
@require_safe
def event_to(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """To a date, wherever it has moved; or to the next date of a series."""
    # Not to what only a link opens: words can be guessed, and a meeting may have had one before.
    events = Event.objects.visible_to(request.user).with_details()
    if (event := events.filter(uuid=uuid).first()) is not None:
        return redirect(event)
    series = get_object_or_404(Series.objects.visible_to(request.user), uuid=uuid)
    coming = events.filter(series=series, cancelled_at=None).coming(timezone.now())
    return redirect(coming.first() or series)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_go_words(request: SignedInRequest, slug: str) -> HttpResponse:
    """The words of a series with their QR codes, and a form for one more."""
    series, now = hosted_series(request, slug), timezone.now()
    dates = list(series.dates.filter(cancelled_at=None).coming(now).with_details()[:DATES_OFFERED])
    words = words_of(series)
    form = WordForm(request.POST or None, series=series, dates=dates)
    if may_have_more(series, words, now) and form.is_valid() and saved(request, series, form, at=now):
        return redirect("host_go_words", slug)
    context = {"series": series, "form": form, "can_make": may_have_more(series, words, now)}
    context |= {"live": shown(words, series, now), "ended": [row for row in words if row.has_ended(now)]}
    return render(request, "events/host/go_words.html", context)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_go_words")
def host_go_word_end(request: SignedInRequest, slug: str, word: str) -> HttpResponse:
    """End one of its words."""
    series = hosted_series(request, slug)
    row = next((row for row in words_of(series) if row.word == word), None)
    if row is None:
        raise Http404
    end_word(series, row, by=request.user, at=timezone.now())
    messages.success(request, _("“%(word)s” leads nowhere any more") % {"word": word})
    return redirect("host_go_words", slug)


def hosted_series(request: SignedInRequest, slug: str) -> Series:
    """One that this person puts on; anybody else's is not found."""
    series = get_object_or_404(Series, slug=slug)
    if not can_host(request.user, series):
        raise Http404
    return series


def may_have_more(series: Series, words: Sequence[GoWord], now: datetime) -> bool:
    """A word can be guessed, so there is none for what only a link should open."""
    return series.audience != Audience.LINK and sum(not row.has_ended(now) for row in words) < MOST_WORDS


def saved(request: SignedInRequest, series: Series, form: WordForm, *, at: datetime) -> bool:
    """Whether it is the word's now; if not, the form says why."""
    data = form.cleaned_data
    try:
        make_word(series, data["word"], leads_to=form.target(), ends_at=form.ends_at(), by=request.user, at=at)
    except WordTaken:
        form.add_error("word", _("This word leads somewhere already. Choose another"))
        return False
    messages.success(request, _("“%(word)s” leads there now") % {"word": data["word"]})
    return True


def shown(words: Sequence[GoWord], series: Series, now: datetime) -> list[dict[str, Any]]:
    """Each live word with its address and what it leads to."""
    live = [row for row in words if not row.has_ended(now)]
    dates: dict[UUID | None, Event] = {
        event.uuid: event for event in series.dates.filter(uuid__in=[row.leads_to for row in live])
    }
    return [
        {
            "row": row,
            "url": full(f"/go/{row.word}/"),
            "said": full(f"/go/{row.word}").partition("://")[2],
            "event": dates.get(row.leads_to),
            "last_day": row.ends_at and row.ends_at - timedelta(minutes=1),
        }
        for row in live
    ]
