"""Who hosts a series: one more, one fewer, or somebody else from now on."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from events.actions import LastHost, add_host, drop_host, hand_over
from events.forms.hosting import HostForm
from events.models import Series
from events.views.host.finding import find_series, posted, typed_leads_to
from members.models import Member, SignedInRequest


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_people(request: SignedInRequest, slug: str) -> HttpResponse:
    """The hosts, and a form that adds one. The new one is told."""
    series = find_series(request, slug)
    form = HostForm(posted(request), series=series)
    if form.is_valid():
        add_host(series, form.cleaned_data["host"], by=request.user, at=timezone.now())
        messages.success(request, _("Added. They get an email."))
        return redirect("host_people", slug)
    return page(request, series, form)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_people")
def host_drop(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """One host fewer; somebody always hosts it."""
    series = find_series(request, slug)
    host = get_object_or_404(series.hosts.select_related("contact"), uuid=uuid)
    try:
        drop_host(series, host, by=request.user)
    except LastHost:
        messages.warning(request, _("Somebody has to host it. Add another host first, or hand it over."))
        return redirect("host_people", slug)
    messages.success(request, _("%(name)s does not host it any more") % {"name": host.contact.name})
    return redirect("host_list" if uuid == request.user.uuid else "host_people", *where(request, slug, uuid))


def where(request: SignedInRequest, slug: str, uuid: UUID) -> list[str]:
    """Whoever has taken themselves off sees their list, since the series may not be theirs to see any more."""
    return [] if uuid == request.user.uuid else [slug]


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_hand_over(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """A host's part goes to somebody else. Both are told."""
    series = find_series(request, slug)
    giver = get_object_or_404(series.hosts.select_related("contact"), uuid=uuid)
    form = HostForm(posted(request), series=series)
    if form.is_valid():
        hand_over(series, giver=giver, to=form.cleaned_data["host"], by=request.user, at=timezone.now())
        messages.success(request, _("Handed over. Both of them get an email."))
        return redirect("host_list")
    return render(request, "events/host/hand_over.html", {"series": series, "form": form, "giver": giver})


def page(request: SignedInRequest, series: Series, form: HostForm) -> HttpResponse:
    """In the order in which they came."""
    hosting = Series.hosts.through.objects.filter(series=series).order_by("pk").select_related("member__contact")
    hosts: list[Member] = [row.member for row in hosting]
    context: dict[str, Any] = {"series": series, "form": form, "hosts": hosts, "is_alone": len(hosts) == 1}
    return render(request, "events/host/people.html", context)
