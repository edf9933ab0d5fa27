"""J1: three screens, no account. What was typed is carried from screen to screen in the form, not in a session."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import partial
from typing import Any

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from collab.kit.access import everyone
from collab.kit.stencils import Shown, filled, page
from commons.models import NetworkSettings
from events.models import Event
from groups.models import Group
from members.models import Member
from members.models.vocabularies import sectors_now
from pledges.actions.making import make_pledge
from pledges.emails import private_path
from pledges.forms import ActForm, MemberForm, WhoForm
from pledges.models import Pledge, Visibility
from pledges.models.examples import examples_of, newest_as_text
from pledges.models.patching import date_at, date_for_a_patch, date_to_begin, is_looked_at_first
from pledges.views.sharing import first_of, shared
from pledges.views.two_first import two_first
from stories.models import Story

# Whoever types paper cards at a date.
HELPERS = ("facilitator", "moderator", "admin")


@dataclass
class Cause:
    """Where a pledge is made and what it came from."""

    event: Event | None = None
    story: Story | None = None
    first: Pledge | None = None
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def shown(self) -> dict[str, Any]:
        """What pages say of it to all who come the same way."""
        return {"is_at_event": self.event is not None, "network": NetworkSettings.current()}

    @property
    def words(self) -> dict[str, str]:
        """What it is called, where it was at a date or after a story."""
        return {
            "event_title": self.event.title if self.event else "",
            "story_title": self.story.title if self.story else "",
        }

    @property
    def about(self) -> dict[str, Any]:
        return {"event": self.event, "story": self.story, **(shared(self.first) if self.first else {})}


@everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def event_pledge_create(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """At a meet-up, from a QR code; for somebody else, from paper cards."""
    if request.GET.get("for") == "someone":
        return redirect("pledge_cards", slug, day)
    now = timezone.now()
    if (event := date_asked_for(request, slug, day, now=now)) is None:
        raise Http404
    if not event.takes_pledges(now):
        closed = {"event": event, "typed": request.POST.get("act", ""), "is_early": now < event.wall_opens_at}
        return render(request, "pledges/wall_closed.html", closed)
    return screen(request, Cause(event=event))


@everyone
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_create(request: HttpRequest) -> HttpResponse:
    """At any time, and perhaps because of a story."""
    slug = request.GET.get("story", "")
    story = get_object_or_404(Story.objects.visible_to(request.user), slug=slug) if slug else None
    return screen(request, Cause(story=story, first=first_of(request)))


def screen(request: HttpRequest, cause: Cause) -> HttpResponse:
    """The next of the three screens."""
    if request.method != "POST":
        same = {"initial": {"act": cause.first.act}} if cause.first else {}
        return show_words(request, cause, first_form(request, cause)(**same))
    return {"words": take_words, "back": take_back, "who": take_who}.get(request.POST.get("step", ""), refuse)(
        request, cause
    )


def date_asked_for(request: HttpRequest, slug: str, day: date, *, now: datetime) -> Event | None:
    """The date, with as much as this screen needs of it."""
    if request.method != "POST":
        return date_to_begin(request.user, slug, day, now=now)
    return date_for_a_patch(request.user, slug, day, now=now) if puts_up(request) else date_at(request.user, slug, day)


def puts_up(request: HttpRequest) -> bool:
    """Whether this may be the last that is sent: of a member the words, of a visitor who it is from."""
    last = "words" if isinstance(request.user, Member) else "who"
    return request.POST.get("step") in {last, "who"}


def first_form(request: HttpRequest, cause: Cause) -> Callable[..., ActForm]:
    """At a meet-up it goes on the wall; elsewhere a member says who may see it."""
    if not isinstance(request.user, Member) or cause.event is not None:
        return ActForm
    groups = list(Group.objects.of(request.user))
    return partial(MemberForm, groups=groups, chosen=request.GET.get("group", ""))


def take_words(request: HttpRequest, cause: Cause) -> HttpResponse:
    """Screen 1 was sent."""
    form = first_form(request, cause)(request.POST)
    if not form.is_valid():
        return show_words(request, cause, form)
    if isinstance(request.user, Member):
        return put_up(request, cause, form, **by_member(request.user, form))
    return ask_who(request, cause, {"act": form.cleaned_data["act"], "stamp": form.data["stamp"]})


def take_back(request: HttpRequest, cause: Cause) -> HttpResponse:
    """Back to screen 1, with what was typed."""
    typed = {name: request.POST[name] for name in ("act", "visibility") if name in request.POST}
    return show_words(request, cause, first_form(request, cause)(initial=typed))


def take_who(request: HttpRequest, cause: Cause) -> HttpResponse:
    """Screen 2 was sent."""
    form = WhoForm(request.POST)
    if form.is_valid():
        return put_up(request, cause, form, reach=form.by_which, visibility=Visibility.PUBLIC)
    if "act" in form.errors:
        return show_words(request, cause, ActForm(request.POST))
    return show_who(request, cause, form)


def refuse(request: HttpRequest, cause: Cause) -> HttpResponse:
    """Not sent by a form of ours."""
    raise BadRequest


def put_up(
    request: HttpRequest, cause: Cause, form: ActForm, *, reach: dict[str, str] | None = None, **about: Any
) -> HttpResponse:
    """Save it, and go to screen 3."""
    if asked := two_first(request):
        return asked
    now = timezone.now()
    pledge = form.as_pledge(**cause.about, **about)
    pledge.is_held = pledge.is_held or waits_for_host(request, cause)
    return redirect(f"{private_path(make_pledge(pledge, at=now, **(reach or {})))}?made=1")


def waits_for_host(request: HttpRequest, cause: Cause) -> bool:
    """From a visitor outside a meet-up, where the host looks at each, or in a rush that no hall makes."""
    return not request.user.is_authenticated if cause.event is None else is_looked_at_first(cause.event)


def by_member(member: Member, form: ActForm) -> dict[str, Any]:
    """What we know of somebody signed in, whose address is proved."""
    contact = member.contact
    return {
        "contact": contact,
        "first_name": contact.first_name,
        "sector": contact.sector,
        **(form.seen_by() if isinstance(form, MemberForm) else {"visibility": Visibility.PUBLIC}),
        "confirmed_at": timezone.now(),
    }


def show_words(request: HttpRequest, cause: Cause, form: ActForm) -> HttpResponse:
    """Screen 1, of which visitors have the same until there is something to put right."""
    member = request.user if isinstance(request.user, Member) else None
    examples = examples_now(cause.event)
    if member is not None or form.is_bound:
        about = {"is_member": member is not None, "may_type": member is not None and member.has_role(*HELPERS)}
        context = {"form": form, "examples": examples, "event": cause.event, **about, **cause.words}
        return render(request, "pledges/pledge_create.html", context)
    own = {**cause.words, "act": form["act"].value(), "stamp": form["stamp"].value(), "examples": examples}
    return page(request, "pledges/pledge_create.html", cause.shown, own, partial(with_form, ActForm))


def examples_now(event: Event | None) -> SafeString:
    """What others said, as it is at this moment; the same three are drawn once."""
    now = timezone.now()
    shown = Shown({"text": newest_as_text(event, now=now), "today": timezone.localdate(now)})
    return filled("pledges/_examples.html", shown, {}, lambda values: {"patches": examples_of(values["text"], now=now)})


def ask_who(request: HttpRequest, cause: Cause, words: dict[str, str]) -> HttpResponse:
    """Screen 2, the same for everybody but for the words and the stamp of screen 1."""
    # The form reads the sectors where it is drawn.
    shown = {**cause.shown, "sectors": sectors_now()}
    return page(request, "pledges/pledge_who.html", shown, words, partial(with_form, WhoForm))


def show_who(request: HttpRequest, cause: Cause, form: WhoForm) -> HttpResponse:
    """Screen 2 with what is to be put right."""
    context = {"form": form, "act": form["act"].value(), **cause.shown}
    return render(request, "pledges/pledge_who.html", context)


def with_form(form: type[ActForm], values: dict[str, Any]) -> dict[str, Any]:
    """The same, with the form that holds the words so far."""
    return {**values, "form": form(initial={"act": values["act"], "stamp": values["stamp"]})}
