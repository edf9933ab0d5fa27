"""After a date, for its hosts: close it, write down what to remember, and say which stories were told again."""

from collections import Counter
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import require, role
from events.actions.afterwards import drop_retelling, note_retelling, write_debrief
from events.actions.closing import close, reopen
from events.actions.locking import Busy
from events.forms.door import DebriefForm
from events.models import Debrief, Event, Feedback, closing_of
from events.models.door import counts_of, people_at
from events.models.places import ENOUGH_TO_SHOW
from events.permissions import can_close
from events.views.host.finding import find_date, typed_leads_to
from events.views.joining import busy
from members.models import Member, SignedInRequest
from stories.models import Story

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

STORIES_OFFERED = 8


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_after(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Who came, closing, the debrief, the answers and the stories, on one page."""
    event, now = find_date(request, slug, day), timezone.now()
    form = DebriefForm(request.POST or None, instance=Debrief.objects.filter(event=event).first())
    if form.is_valid():
        write_debrief(event, **form.cleaned_data, by=request.user, at=now)
        messages.success(request, _("The debrief is kept. You will see it before the next date."))
        return redirect("host_after", slug, day)
    stories = stories_of(event, request.user, request.GET.get("story", "").strip())
    context = {"event": event, "form": form, "feedback": answers_to(event), **settled(event, now), **stories}
    return render(request, "events/host_after.html", context)


def settled(event: Event, now: datetime) -> dict[str, object]:
    """Who came, and whether that stands."""
    closing = closing_of(event)
    return {
        "closing": closing,
        "can_close": can_close(event, closing, now),
        "counts": counts_of(people_at(event)),
    }


type Answers = list[tuple["StrOrPromise", list[tuple["StrOrPromise", int]]]]


def answers_to(event: Event) -> Answers:
    """Each question with how often each answer was chosen; nothing while fewer than five have answered."""
    rows = list(event.feedback.values_list("worth_it", "met_someone"))
    if len(rows) < ENOUGH_TO_SHOW:
        return []
    worth, met = Counter(row[0] for row in rows), Counter(row[1] for row in rows)
    return [
        (_("Was it worth coming?"), [(choice.label, worth[choice.value]) for choice in Feedback.Worth]),
        (_("Did you meet somebody you will talk to again?"), [(c.label, met[c.value]) for c in Feedback.Met]),
    ]


def stories_of(event: Event, user: Member, words: str) -> dict[str, object]:
    """Those told there, as far as they can be read today, and some to choose from."""
    readable = Story.objects.visible_to(user)
    told = readable.filter(pk__in=event.retellings.values("story")).order_by("title")
    others = readable.exclude(pk__in=event.retellings.values("story"))
    found = others.filter(title__icontains=words) if words else others
    return {"told": told, "offered": found.order_by("-published_at", "-pk")[:STORIES_OFFERED], "words": words}


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_after")
def host_close(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Settle who came. It can be opened again."""
    event, now = find_date(request, slug, day), timezone.now()
    require(closing_of(event) is not None or can_close(event, None, now))
    try:
        close(event, by=request.user, at=now)
    except Busy:
        return busy(request, event)
    messages.success(request, _("The date is closed"))
    return redirect("host_after", slug, day)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_after")
def host_reopen(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Something has to be put right; the log says who opened it."""
    event = find_date(request, slug, day)
    try:
        reopen(event, by=request.user, at=timezone.now())
    except Busy:
        return busy(request, event)
    messages.success(request, _("The date is open again"))
    return redirect("host_after", slug, day)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_after")
def host_story(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """This story was told there, or was not after all."""
    event = find_date(request, slug, day)
    story = get_object_or_404(Story.objects.visible_to(request.user), slug=request.POST.get("story", ""))
    if "drop" in request.POST:
        drop_retelling(event, story)
    else:
        note_retelling(event, story, by=request.user, at=timezone.now())
    response = redirect("host_after", slug, day)
    response.headers["Location"] += "#stories"
    return response
