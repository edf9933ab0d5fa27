"""Leaving by a link, and for people without an account: what we keep, a copy of it, and leaving too."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import by_link, everyone, role
from collab.kit.links import BadLink, ExpiredLink, SignedLink
from collab.pages.privacy import as_file
from collab.pages.privacy_forms import LeaveForm, RangForm, YoursForm
from collab.privacy import requests
from collab.privacy.agreeing import agreements
from collab.privacy.downloads import zip_about
from collab.privacy.emails import STOP, YOURS
from members.actions.signing_in import client
from members.models import Contact, Leaving, Member, SignedInRequest

View = Callable[..., HttpResponse]


def find_leaving(uuid: UUID) -> Leaving | None:
    return Leaving.objects.select_related("contact").filter(uuid=uuid).first()


def find_guest(uuid: UUID) -> Contact | None:
    """Whoever has an account by now signs in instead."""
    return Contact.objects.filter(uuid=uuid, member=None).first()


def opens(link: SignedLink, find: Callable[[UUID], Any]) -> Callable[[View], View]:
    """Hand the view the row that its token names; a kind page for a link that is old, changed or gone."""

    def decorate(view: View) -> View:
        @wraps(view)
        @never_cache
        def wrapper(request: HttpRequest, /, token: str) -> HttpResponse:
            try:
                row = find(link.read(token))
            except ExpiredLink:
                return render(request, "pages/privacy_link_gone.html", status=410)
            except BadLink:
                row = None
            if row is None:
                return render(request, "pages/privacy_link_gone.html", status=404)
            return view(request, row, token)

        return wrapper

    return decorate


@by_link
@opens(STOP, find_leaving)
@require_http_methods(["GET", "HEAD", "POST"])
def leaving_stop(request: HttpRequest, leaving: Leaving, token: str) -> HttpResponse:
    """One button, no sign-in: whoever has the email may stay."""
    if request.method == "POST":
        requests.stop_leaving(leaving, at=timezone.now())
        return redirect("leaving_stop", token)
    return render(request, "pages/leaving_stop.html", {"leaving": leaving})


@everyone
@require_http_methods(["GET", "HEAD", "POST"])
def yours_ask(request: HttpRequest) -> HttpResponse:
    """One link by email to what we keep. The same answer for every address."""
    form = YoursForm(request.POST or None)
    if form.is_valid():
        if not requests.send_yours(form.cleaned_data["email"], whence=client(request), at=timezone.now()):
            return render(request, "account/too_many.html", status=429)
        return redirect("yours_sent")
    return render(request, "pages/yours_ask.html", {"form": form})


@everyone
@require_safe
def yours_sent(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/yours_sent.html")


@by_link
@opens(YOURS, find_guest)
@require_safe
def yours(request: HttpRequest, contact: Contact, token: str) -> HttpResponse:
    context = {"token": token, "agreements": agreements(contact), "form": LeaveForm()}
    return render(request, "pages/yours.html", {**context, "leaving": Leaving.objects.of(contact)})


@by_link
@opens(YOURS, find_guest)
@require_POST
def yours_download(request: HttpRequest, contact: Contact, token: str) -> HttpResponse:
    """Made and handed out at once: there is little, and nowhere to come back to."""
    if not requests.may_ask(contact, now=timezone.now()):
        return render(request, "account/too_many.html", status=429)
    requests.note_guest_download(contact)
    return as_file(zip_about(contact, at=timezone.now()))


@by_link
@opens(YOURS, find_guest)
@require_POST
def yours_leave(request: HttpRequest, contact: Contact, token: str) -> HttpResponse:
    """The same 72 hours as for members."""
    form = LeaveForm(request.POST)
    if form.is_valid():
        requests.ask_to_leave(contact, at=timezone.now(), keeps_pledges=form.cleaned_data["keeps_pledges"])
        return redirect("yours", token)
    context = {"token": token, "agreements": agreements(contact), "form": form}
    return render(request, "pages/yours.html", {**context, "leaving": Leaving.objects.of(contact)})


def who_rang(uuid: str) -> dict[str, str]:
    """From a person's page their address is in the box already. It is in no address of ours, for those are logged."""
    try:
        member = Member.objects.filter(uuid=UUID(uuid)).first()
    except ValueError:
        member = None
    return {"reach": member.email} if member else {}


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def leaving_list(request: SignedInRequest) -> HttpResponse:
    """Who is on the way out, and beginning it for somebody who rang."""
    form = RangForm(request.POST or None, initial=who_rang(request.GET.get("person", "")))
    if request.method == "POST" and form.is_valid():
        try:
            requests.ask_to_leave(form.contacts[0], at=timezone.now(), organiser=request.user)
            messages.success(request, _("It has begun. They can stop it for 72 hours"))
            return redirect("leaving_list")
        except requests.LastOrganiser:
            form.add_error("reach", _("They are the last organiser. Name another one first"))
    under_way = Leaving.objects.filter(stopped_at=None).select_related("contact").order_by("due_at", "pk")
    return render(request, "pages/leaving_list.html", {"form": form, "leavings": under_way[:100]})
