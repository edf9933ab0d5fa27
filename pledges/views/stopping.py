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
from pledges.models import FollowUps
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
    context = {"wishes": FollowUps.of(contact), "today": timezone.localdate(), "token": token}
    return render(request, "pledges/email_stop.html", context)


@by_link
@opens(STOP, find)
@require_POST
def email_pause(request: HttpRequest, contact: Contact, token: str) -> HttpResponse:
    """A month of quiet, or the usual again."""
    if request.POST.get("do") == "start":
        start_follow_ups(contact, at=timezone.now())
    else:
        pause_follow_ups(contact, until=timezone.localdate() + PAUSE)
    return redirect("email_stop", token)
