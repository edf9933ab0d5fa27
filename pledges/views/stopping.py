"""Fewer emails about pledges, or none."""

from datetime import timedelta
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link
from members.models import Contact
from pledges.actions.answering import pause_follow_ups, start_follow_ups, stop_follow_ups
from pledges.emails import STOP
from pledges.forms import BusyForm
from pledges.models import FollowUps
from pledges.models.asking import next_asked_on
from pledges.views.links import opens

PAUSE = timedelta(days=30)


def find(uuid: UUID) -> Contact:
    """The person a link speaks for, in this one matter."""
    return Contact.objects.filter(uuid=uuid).get()


@by_link
@csrf_exempt  # a mail program presses this without having opened the page, so it has no token to send
@opens(STOP, find)
@require_http_methods(["GET", "HEAD", "POST"])
def email_stop(request: HttpRequest, contact: Contact, token: str) -> HttpResponse:
    """A page for people; a POST stops follow-ups about pledges and does nothing else."""
    if request.method == "POST":
        stop_follow_ups(contact, at=timezone.now())
    # No redirect after the change: mail programs do not follow one, and doing it twice is doing it once.
    return show(request, contact, token, BusyForm())


@by_link
@opens(STOP, find)
@require_POST
def email_pause(request: HttpRequest, contact: Contact, token: str) -> HttpResponse:
    """A month of quiet, quiet until a day, or the usual again."""
    do = request.POST.get("do")
    if do == "start":
        start_follow_ups(contact, at=timezone.now())
        return redirect("email_stop", token)
    form = BusyForm(request.POST if do == "busy" else None)
    if do == "busy" and not form.is_valid():
        return show(request, contact, token, form)
    until = form.cleaned_data["until"] if do == "busy" else timezone.localdate() + PAUSE
    pause_follow_ups(contact, until=until)
    return redirect("email_stop", token)


def show(request: HttpRequest, contact: Contact, token: str, form: BusyForm) -> HttpResponse:
    """How it is now, when we ask next, and what can be chosen."""
    wishes, now = FollowUps.of(contact), timezone.now()
    is_paused = (
        wishes.stopped_at is None and wishes.paused_until is not None and wishes.paused_until > timezone.localdate(now)
    )
    context = {"wishes": wishes, "is_paused": is_paused, "next_on": next_asked_on(contact, now=now),
               "form": form, "token": token}  # fmt: skip
    return render(request, "pledges/email_stop.html", context)
