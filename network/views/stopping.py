"""Fewer emails about introductions."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link
from collab.kit.links import BadLink
from members.models import Member
from network.actions.stopping import start_asking_emails, stop_asking_emails
from network.emails import STOP
from network.models import AskingEmailsStopped


@by_link
@csrf_exempt  # a mail program presses this without having opened the page, so it has no token to send
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_emails(request: HttpRequest, token: str) -> HttpResponse:
    """A page for people; a POST stops the emails that ask, and does nothing else."""
    member = whose(token)
    if member is None:
        return render(request, "network/link_gone.html", status=404)
    if request.method == "POST":
        stop_asking_emails(member, at=timezone.now())
    # No redirect after the change: mail programs do not follow one, and doing it twice is doing it once.
    is_stopped = AskingEmailsStopped.objects.filter(member=member).exists()
    return render(request, "network/introduction_emails.html", {"is_stopped": is_stopped, "token": token})


@by_link
@require_POST
def introduction_emails_start(request: HttpRequest, token: str) -> HttpResponse:
    """The usual again."""
    member = whose(token)
    if member is None:
        return render(request, "network/link_gone.html", status=404)
    start_asking_emails(member)
    return redirect("introduction_emails", token)


def whose(token: str) -> Member | None:
    """The person a link speaks for, in this one matter."""
    try:
        return get_object_or_404(Member, uuid=STOP.read(token), is_active=True)
    except (BadLink, Http404):
        return None
