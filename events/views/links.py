"""The links of one's places, sent again to the address they are under."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import everyone
from events.actions import send_links
from events.forms import LinksForm
from members.actions.signing_in import client


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def links_again(request: HttpRequest) -> HttpResponse:
    """One box. Whether we know the address or not, the answer is the same, and an email goes to it."""
    form = LinksForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "events/links_again.html", {"form": form})
    is_robot = bool(form.cleaned_data["website"])
    if not is_robot and not send_links(form.cleaned_data["email"], whence=client(request), at=timezone.now()):
        return render(request, "events/too_often.html", status=429)
    return redirect("links_sent")


@everyone
@require_safe
def links_sent(request: HttpRequest) -> HttpResponse:
    """Look in your email."""
    return render(request, "events/links_sent.html")
