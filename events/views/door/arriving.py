"""Tick oneself off: by the poster at the door, or by the link of one's own place. Only while the door is open."""

from datetime import date, datetime, timedelta
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link, everyone
from collab.kit.links import BadLink
from commons.models import within_limit
from events.actions.attendance import Press, Settled, check_in, check_in_who_typed, note
from events.actions.locking import Busy
from events.forms.door import ArriveForm
from events.models import HERE_LINK, Attendance, Event, SignUp
from events.models.attendance import OPENS_BEFORE, lets_people_in
from events.permissions import can_host
from events.views.pages import find_event
from events.views.places import link_gone, opened
from members.actions.signing_in import client
from members.models import Member

A_WHILE = timedelta(minutes=10)
# A hall full of people shares a connection.
TRIES_OF_A_HALL, TRIES_OF_AN_ADDRESS = 300, 10
TOO_MANY = _("Many people are typing here at this moment. Tell the person at the door, or try again in ten minutes.")


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def event_arrive(request: HttpRequest, slug: str, day: date) -> HttpResponse:
    """What the poster's code opens. It says the same to those we know and to those we do not."""
    event, now = find_event(request, slug, day), timezone.now()
    form = ArriveForm(request.POST if "reach" in request.POST else None)
    door = door_of(event, now)
    if request.method == "POST" and door["is_open"] and arrived(request, event, form, now=now):
        return redirect(f"{request.path}?done=1")
    return render(request, "events/event_arrive.html", {"form": form, "is_done": "done" in request.GET, **door})


def arrived(request: HttpRequest, event: Event, form: ArriveForm, *, now: datetime) -> bool:
    """A member by one press, others by what they typed. False when the page comes back with a word about it."""
    try:
        if isinstance(request.user, Member) and "me" in request.POST:
            return check_in(event, request.user.contact, now=now)
        if not form.is_valid():
            return False
        if may_try(request, event, form.cleaned_data["reach"], now=now):
            check_in_who_typed(event, form.cleaned_data["reach"], now=now)
            return True
    except Busy:
        pass
    form.add_error(None, TOO_MANY)
    return False


def may_try(request: HttpRequest, event: Event, reach: str, *, now: datetime) -> bool:
    """A hall in ten minutes, and each address a few times, so that nobody tries out a list of them."""
    hall = f"{event.uuid} {client(request)}"
    by_hall = within_limit("events.arrive", hall, at_most=TRIES_OF_A_HALL, per=A_WHILE, now=now)
    who = f"{event.uuid} {reach.lower()}"
    return by_hall and within_limit("events.arrive.who", who, at_most=TRIES_OF_AN_ADDRESS, per=A_WHILE, now=now)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_here(request: HttpRequest, token: str) -> HttpResponse:
    """Their own code: they press that they are here, or the host who looked at it does."""
    try:
        signup = opened(HERE_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    event, now = signup.event, timezone.now()
    is_host = can_host(request.user, event.series)
    if request.method == "POST" and tick_off(request, signup, is_host=is_host, now=now):
        return here_again(event, signup) if is_host else redirect(request.path)
    context = {
        "signup": signup,
        "here_url": f"{settings.PUBLIC_URL}{request.path}",
        "is_host": is_host,
        "noted": event.attendance.came().filter(contact=signup.contact).first(),
    }
    return render(request, "events/sign_up_here.html", {**context, **door_of(event, now)})


def door_of(event: Event, now: datetime) -> dict[str, object]:
    """Whether people may tick themselves off, and from when."""
    return {
        "event": event,
        "is_open": lets_people_in(event, now),
        "is_over": event.is_over(now),
        "opens_at": event.starts_at - OPENS_BEFORE,
    }


def tick_off(request: HttpRequest, signup: SignUp, *, is_host: bool, now: datetime) -> bool:
    """By the host at any time that hosts may, by oneself while the door is open."""
    try:
        if not is_host or not isinstance(request.user, Member):
            return check_in(signup.event, signup.contact, now=now)
        press = Press(uuid4(), now, request.user)
        note(signup.event, signup.contact, Attendance.State.CAME, press, now=now)
    except (Settled, Busy):
        return False
    return True


def here_again(event: Event, signup: SignUp) -> HttpResponse:
    """Back to the list, where the press can be undone."""
    response = redirect("event_here", event.series.slug, event.day)
    response.headers["Location"] += f"?last={signup.contact.uuid}"
    return response
