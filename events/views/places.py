"""One's own place, by a signed link: see it, correct the address, give it back."""

from datetime import datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import by_link
from collab.kit.links import BadLink, ExpiredLink, SignedLink
from collab.kit.stencils import page
from commons.models import NetworkSettings
from events.actions import Busy, accept, correct_email, give_back
from events.forms import EmailForm
from events.models import ANSWER_LINK, PLACE_LINK, Event, Reminder, SignUp, moment_of
from events.models.reading import brought_by, names_shown_to, number_in_line, place_behind
from events.permissions import can_change, can_correct_email, can_tell_needs
from events.views.joining import busy

OPEN_AFTER = timedelta(days=60)
A_DAY = timedelta(days=1)


@by_link
@require_safe
def sign_up_done(request: HttpRequest, token: str) -> HttpResponse:
    """What they have, what will come, and the button that gives it back."""
    try:
        signup = opened(PLACE_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    return answer(request, signup, token=token)


@by_link
@require_safe
def sign_up_answer(request: HttpRequest, token: str) -> HttpResponse:
    """The same words for whoever typed an address that was known before; the button is in the email."""
    try:
        signup = opened(ANSWER_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    return answer(request, signup, token="")


@by_link
@require_POST
def sign_up_give_back(request: HttpRequest, token: str) -> HttpResponse:
    """Give the place back, or leave the waiting list."""
    try:
        signup = opened(PLACE_LINK, token)
        give_back(signup, at=timezone.now())
    except BadLink as error:
        return link_gone(request, error)
    except Busy:
        return busy(request, signup.event)
    return redirect("sign_up_done", token)


@by_link
@require_POST
def sign_up_accept(request: HttpRequest, token: str) -> HttpResponse:
    """Yes to a place that is kept; the page says how it stands, also where it went to somebody else."""
    try:
        signup = opened(PLACE_LINK, token)
        accept(signup, at=timezone.now())
    except BadLink as error:
        return link_gone(request, error)
    except Busy:
        return busy(request, signup.event)
    return redirect("sign_up_done", token)


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def sign_up_email(request: HttpRequest, token: str) -> HttpResponse:
    """Put a mistyped address right."""
    try:
        signup = opened(PLACE_LINK, token)
    except BadLink as error:
        return link_gone(request, error)
    if not can_correct_email(signup, timezone.now()):
        return redirect("sign_up_done", token)
    form = EmailForm(request.POST if request.method == "POST" else None, initial={"email": signup.contact.email})
    if form.is_valid():
        return corrected(request, signup, form.cleaned_data["email"], token=token)
    return render(request, "events/sign_up_email.html", {"form": form, "signup": signup, "token": token})


def corrected(request: HttpRequest, signup: SignUp, email: str, *, token: str) -> HttpResponse:
    """On to the sign-up that stands: this one, or the one that the right address had already."""
    try:
        stands = correct_email(signup, email, at=timezone.now())
    except Busy:
        return busy(request, signup.event)
    return redirect("sign_up_done", token) if stands == signup else redirect(stands.get_answer_url())


def opened(link: SignedLink, token: str) -> SignUp:
    """The sign-up behind a link. Raises BadLink when the row has gone, ExpiredLink when the date is long past."""
    signup = place_behind(link.read(token))
    if signup is None:
        raise BadLink
    if timezone.now() > signup.event.ends_at + OPEN_AFTER:
        raise ExpiredLink
    return signup


def answer(request: HttpRequest, signup: SignUp, *, token: str) -> HttpResponse:
    """The page, with what this link may do."""
    shown = all_shown(signup, timezone.now(), is_theirs=bool(token))
    return page(request, "events/sign_up_done.html", shown, own_words(request, signup, token=token))


def all_shown(signup: SignUp, now: datetime, *, is_theirs: bool) -> dict[str, Any]:
    """What everybody with such a place at this date reads, and may do where the link is for that."""
    event = signup.event
    return {
        "signup": signup.as_anybody(),
        "event": event.apart_from_counts(),
        "dates": [one.apart_from_counts() for one in dates_of(signup)],
        "can_change": is_theirs and can_change(signup, now),
        "can_give_back": is_theirs and signup.is_live and not event.is_over(now) and not event.is_cancelled,
        "can_correct_email": is_theirs and can_correct_email(signup, now),
        "online_url": signup.online_url(event, now) if is_theirs else "",
        "can_tell_needs": is_theirs and can_tell_needs(signup, now),
        "is_open": event.takes_sign_ups(now),
        "network": NetworkSettings.current(),
        **messages_to_come(signup, now),
    }


def own_words(request: HttpRequest, signup: SignUp, *, token: str) -> dict[str, Any]:
    """What only this person reads."""
    own = {
        "name": signup.contact.name if signup.brought_by_id else "",
        "email": signup.reached_at.email,
        "place_in_line": number_in_line(signup) or "",
    }
    return own | words_of_owner(request, signup, token=token) if token else own


def words_of_owner(request: HttpRequest, signup: SignUp, *, token: str) -> dict[str, Any]:
    """What is only for whoever has the link: what it opens, who else is coming, whom they bring."""
    names, brought = names_shown_to(signup), brought_by(signup)
    can_accept = signup.is_offered and not signup.event.is_cancelled
    return {
        "token": token,
        "here_url": signup.get_here_url(),
        "needs_url": signup.get_needs_url(),
        "names": render_to_string("events/_names.html", {"names": names}) if names else "",
        "brought": render_to_string("events/_brought.html", {"brought": with_numbers(brought)}) if brought else "",
        "offer": render_to_string("events/_offered.html", {"signup": signup}, request) if can_accept else "",
    }


def messages_to_come(signup: SignUp, now: datetime) -> dict[str, datetime | None]:
    """The messages that this person may still expect: none whose moment was before they had the place."""
    is_told = signup.is_coming and signup.contact.email and not signup.event.is_cancelled
    moments = {kind.value: moment_of(kind, signup.event.starts_at) for kind in Reminder.Kind}
    return {name: moment if is_told and moment > now else None for name, moment in moments.items()}


def with_numbers(brought: list[SignUp]) -> list[tuple[SignUp, int | None]]:
    """Each with the number in line of whoever waits."""
    return [(row, row.place_in_line() if row.is_waiting else None) for row in brought]


def dates_of(signup: SignUp) -> list[Event]:
    """All that the sign-up covers, where that is more than one."""
    if not signup.event.series.is_taken_as_a_whole:
        return []
    rows = SignUp.objects.filter(contact=signup.contact_id, event__series=signup.event.series_id, state=signup.state)
    return [row.event for row in rows.select_related("event").order_by("event__starts_at")]


def link_gone(request: HttpRequest, error: BadLink) -> HttpResponse:
    """A kind page with nothing on it about anyone."""
    status = 410 if isinstance(error, ExpiredLink) else 404
    return render(request, "events/link_gone.html", status=status)
