"""The settings of the network: its name and how to reach it, and its colours."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from collab.kit.colours import OWN
from collab.pages.run.entries import in_words
from collab.pages.run.network_forms import LookForm, NetworkForm
from commons.models import LOOK_FIELDS, AuditEntry, NetworkSettings
from members.models import SignedInRequest


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_network(request: SignedInRequest) -> HttpResponse:
    # Not the copy that pages read: a form must not change it before it is saved.
    row = NetworkSettings.objects.filter(pk=1).first() or NetworkSettings(pk=1)
    form = NetworkForm(request.POST or None, instance=row)
    if form.is_valid():
        NetworkSettings.change(form.cleaned_data, by=request.user.uuid)
        messages.success(request, _("Saved. Pages show it within ten seconds"))
        return redirect("run_network")
    history = in_words(AuditEntry.objects.filter(action="commons.network_changed")[:20])
    return render(request, "pages/run/network.html", {"form": form, "history": history})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_look(request: SignedInRequest) -> HttpResponse:
    row = NetworkSettings.objects.filter(pk=1).first() or NetworkSettings(pk=1)
    form = LookForm(request.POST or None, initial={name: getattr(row, name) for name in LOOK_FIELDS})
    if form.is_valid():
        NetworkSettings.change(form.cleaned_data, by=request.user.uuid)
        messages.success(request, _("Saved. Pages show it within ten seconds"))
        return redirect("run_look")
    history = in_words(AuditEntry.objects.filter(action="commons.look_changed")[:20])
    return render(request, "pages/run/look.html", {"form": form, "own": OWN, "history": history})
