"""Still coming? The page behind the two links of the email; only its buttons answer."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from collab.kit.links import BadLink, ExpiredLink
from events.actions import Busy, answer
from events.models import STILL_LINK, Reminder
from events.views.joining import busy
from events.views.places import OPEN_AFTER, link_gone


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def still_coming(request: HttpRequest, token: str) -> HttpResponse:
    """Yes, or no longer. It can be said again until the date begins."""
    try:
        reminder = opened(token)
    except BadLink as error:
        return link_gone(request, error)
    event, said, now = reminder.signup.event, request.POST.get("say"), timezone.now()
    if request.method == "POST":
        is_open = now < event.starts_at and not event.is_cancelled and reminder.signup.has_a_place
        return answered(request, reminder, said=said if is_open else None)
    context = {"reminder": reminder, "signup": reminder.signup, "event": event, "say": request.GET.get("say", "")}
    context |= {"is_over": event.starts_at <= now, "is_open": event.takes_sign_ups(now)}
    return render(request, "events/still_coming.html", context)


def answered(request: HttpRequest, reminder: Reminder, *, said: str | None) -> HttpResponse:
    """Back to the page, which says what is now."""
    if said in Reminder.Said.values:
        try:
            answer(reminder, Reminder.Said(said), at=timezone.now())
        except Busy:
            return busy(request, reminder.signup.event)
    return redirect(reminder)


def opened(token: str) -> Reminder:
    """The question behind a link. Raises BadLink when the row has gone, ExpiredLink when the date is long past."""
    rows = Reminder.objects.select_related("signup__contact", "signup__event__series", "signup__event__venue")
    reminder = rows.filter(uuid=STILL_LINK.read(token)).first()
    if reminder is None:
        raise BadLink
    if timezone.now() > reminder.signup.event.ends_at + OPEN_AFTER:
        raise ExpiredLink
    return reminder
