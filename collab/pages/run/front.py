"""The front page of running the network."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.kit.access import role
from collab.pages.run.jobs import jobs_now
from members.models import SignedInRequest


@role("admin")
@require_safe
def run(request: SignedInRequest) -> HttpResponse:
    return render(request, "pages/run/run.html", {"groups": jobs_now(request.user)})
