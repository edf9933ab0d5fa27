"""Shown round after the first sign-in: three steps, each of which can be skipped."""

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import members
from members.forms.welcome import CareForm, FoundForm, YouForm
from members.models import SignedInRequest

type Step = YouForm | CareForm | FoundForm
STEPS = 3


@members
@require_http_methods(["GET", "HEAD", "POST"])
def welcome(request: SignedInRequest) -> HttpResponse:
    form = YouForm(request.POST or None, member=request.user)
    return step(request, form, 1, title=_("Welcome. Who are you?"), on_to="welcome_care")


@members
@require_http_methods(["GET", "HEAD", "POST"])
def welcome_care(request: SignedInRequest) -> HttpResponse:
    form = CareForm(request.POST or None, member=request.user)
    return step(request, form, 2, title=_("What do you bring, and look for?"), on_to="welcome_found")


@members
@require_http_methods(["GET", "HEAD", "POST"])
def welcome_found(request: SignedInRequest) -> HttpResponse:
    # A form of ticks alone is empty when none is ticked, and is still an answer.
    form = FoundForm(request.POST if request.method == "POST" else None, member=request.user)
    return step(request, form, 3, title=_("Who may find you?"), on_to="home")


def step(request: SignedInRequest, form: Step, number: int, *, title: str, on_to: str) -> HttpResponse:
    """Save and go on, or show it again with what was typed."""
    if form.is_valid():
        form.save()
        return redirect(on_to)
    page = {"form": form, "number": number, "steps": STEPS, "title": title, "next_url": reverse(on_to)}
    return render(request, "members/welcome.html", page)
