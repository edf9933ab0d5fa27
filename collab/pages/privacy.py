"""One's own details: what was agreed to, who looked, a copy of everything, and leaving."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import members
from collab.kit.fresh import fresh_sign_in
from collab.pages.privacy_forms import LeaveForm
from collab.privacy import requests
from collab.privacy.agreeing import agreements, looks
from collab.privacy.erasing import others_may_lead
from collab.privacy.people import person_of
from collab.privacy.terms import in_words
from members.models import Download, Leaving, SignedInRequest
from members.models.terms import COPY


@members
@require_safe
def my_privacy(request: SignedInRequest) -> HttpResponse:
    contact = request.user.contact
    context = {
        "agreements": agreements(contact),
        "looks": looks(person_of(contact)),
        "leaving": Leaving.objects.of(contact),
    }
    return render(request, "pages/my_privacy.html", context)


@members
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@fresh_sign_in
def my_download(request: SignedInRequest) -> HttpResponse:
    if request.method == "POST":
        if not requests.may_ask(request.user.contact, now=timezone.now()):
            return render(request, "account/too_many.html", status=429)
        requests.ask_for_download(request.user.contact, by=request.user.uuid, at=timezone.now())
        return redirect("my_download")
    download = Download.objects.of(request.user.contact).first()
    return render(request, "pages/my_download.html", {"download": download, "keeps": in_words(COPY)})


@members
@require_POST
@never_cache
@fresh_sign_in
def my_download_file(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The file, once."""
    download = get_object_or_404(Download.objects.of(request.user.contact), uuid=uuid)
    file = requests.fetch_download(download, by=request.user.uuid, at=timezone.now())
    if file is None:
        messages.info(request, _("That copy was fetched already. You can ask for a new one"))
        return redirect("my_download")
    return as_file(file)


def as_file(file: bytes) -> HttpResponse:
    """To be saved, never opened in the browser."""
    name = f"my-details-{timezone.localdate():%Y-%m-%d}.zip"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(file, content_type="application/zip", headers=headers)


@members
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@fresh_sign_in
def my_leave(request: SignedInRequest) -> HttpResponse:
    """What goes and what stays; then 72 hours in which it can be stopped."""
    contact, form = request.user.contact, LeaveForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and others_may_lead(request.user):
        requests.ask_to_leave(contact, at=timezone.now(), keeps_pledges=form.cleaned_data["keeps_pledges"])
        return redirect("my_leave")
    context = {"form": form, "leaving": Leaving.objects.of(contact), "may_leave": others_may_lead(request.user)}
    return render(request, "pages/my_leave.html", context)


@members
@require_POST
def my_leave_stop(request: SignedInRequest) -> HttpResponse:
    """The button on one's own page. Staying needs no fresh sign-in."""
    leaving = Leaving.objects.of(request.user.contact)
    if leaving is None:
        raise Http404
    if requests.stop_leaving(leaving, at=timezone.now()):
        messages.success(request, _("You have not left. Nothing was deleted"))
    return redirect("my_privacy")
