"""To have a place: the form for guests, one press for members."""

from datetime import date, datetime
from typing import Any, cast
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import everyone, members
from collab.kit.stencils import page
from commons.models import NetworkSettings
from events.actions import Busy, Closed, give_back, sign_up, tell_needs
from events.forms import JoinForm, MemberForm, NeedsForm
from events.forms.joining import ways_in_words
from events.models import Event, Question, SignUp
from events.models.reading import how_many_wait
from events.views.pages import find_event
from members.forms.organisation_input import OFFERED
from members.models import Member, SignedInRequest
from members.models.vocabularies import sectors_now


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def event_join(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """Save me a place, or a number in the line."""
    event, now = find_event(request, slug, day), timezone.now()
    if not event.takes_sign_ups(now):
        return redirect(event)
    if request.method != "POST":
        return ask(request, event)
    form, needs = join_form(request, event), NeedsForm(request.POST, prefix="access")
    # Both are looked at, so that everything to put right is said at once.
    if all([form.is_valid(), needs.is_valid()]) and (url := saved(request, event, form, needs, at=now)):
        return redirect(url)
    context = {"event": event, "has_room": bool(event.places_left), "how_many": how_many(event)}
    return render(request, "events/event_join.html", {**context, "form": form, "needs": needs})


def ask(request: HttpRequest, event: Event) -> HttpResponse:
    """The form, empty: the same for all visitors, but for its key and how many places there are."""
    shown = {
        "event": event.apart_from_counts(),
        "has_room": bool(event.places_left),
        "questions": questions_of(event),
        "is_member": request.user.is_authenticated,
        "network": NetworkSettings.current(),
        # The form reads both where it is drawn.
        "sectors": sectors_now(),
        "organisations": OFFERED.now(),
    }
    own = {"form_key": uuid4(), "how_many": how_many(event), **ways_in_words(event)}
    return page(request, "events/event_join.html", shown, own, empty_forms)


def empty_forms(values: dict[str, Any]) -> dict[str, Any]:
    """The same, with the forms of it."""
    event = values["event"]
    ways = {way.value: values[way.value] for way in event.ways if way.value in values}
    form = (MemberForm if values["is_member"] else JoinForm)(event=event, questions=values["questions"], ways=ways)
    form.initial["form_key"] = values["form_key"]
    # A form of its own, for it has a consent and a table of its own.
    return {**values, "form": form, "needs": NeedsForm(prefix="access")}


def how_many(event: Event) -> str:
    """The places that are left, or how many wait for one."""
    if event.places_left:
        return event.places_left_in_words
    return render_to_string("events/_how_many_wait.html", {"waiting": how_many_wait(event)})


def join_form(request: HttpRequest, event: Event) -> MemberForm:
    """What came: guests say who they are; of members that is known."""
    form = MemberForm if request.user.is_authenticated else JoinForm
    return form(request.POST, event=event, questions=questions_of(event))


def questions_of(event: Event) -> list[Question]:
    """What a host asks; nothing is looked for where the date was read with the word that there is nothing."""
    return list(Question.objects.asked_at(event)) if vars(event)["asks"] else []


def saved(request: HttpRequest, event: Event, form: MemberForm, needs: NeedsForm, *, at: datetime) -> str:
    """Where the answer is to be read; nothing when it has to be tried again."""
    if isinstance(form, JoinForm) and form.is_from_a_robot:
        return event.get_absolute_url()
    try:
        return answer_to(request, event, form, needs, at=at)
    except Closed:
        return event.get_absolute_url()
    except Busy:
        form.add_error(None, _("Many people are saving a place at this moment. Press the button again."))
        return ""


def answer_to(request: HttpRequest, event: Event, form: MemberForm, needs: NeedsForm, *, at: datetime) -> str:
    """Sign them up. Whoever only typed a known address may read the answer and change nothing."""
    if isinstance(request.user, Member):
        signup = sign_up(event, request.user.contact, at=at, **form.wishes())
        keep_needs(signup, needs, at=at)
        return signup.get_absolute_url()
    wishes = form.wishes()
    signup = sign_up(event, cast(JoinForm, form).guest(), at=at, **wishes)
    is_theirs = signup.form_key is not None and signup.form_key == wishes["form_key"]
    # A known address may tell with the form that makes the sign-up; later only by the link in the email.
    if is_theirs or signup.signed_up_at == at:
        keep_needs(signup, needs, at=at)
    return signup.get_absolute_url() if is_theirs else signup.get_answer_url()


def keep_needs(signup: SignUp, needs: NeedsForm, *, at: datetime) -> None:
    """What they wrote in the box about access, where they did."""
    if needs.says_something:
        tell_needs(signup, needs=needs.cleaned_data["needs"], words=needs.cleaned_data["words"], at=at)


@members
@require_POST
def event_leave(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """A member gives their place back."""
    event = find_event(request, slug, day)
    signup = get_object_or_404(event.signups.of(request.user))
    try:
        give_back(signup, at=timezone.now())
    except Busy:
        return busy(request, event)
    return redirect(event)


def busy(request: HttpRequest, event: Event) -> HttpResponse:
    """Too many people at once; nothing has changed."""
    return render(request, "events/busy.html", {"event": event}, status=429)
