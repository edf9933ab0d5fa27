"""Every component on one page, which is also their test."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from collab.kit.access import everyone, role
from collab.pages.ui_samples import SAMPLES, SampleFilter, SampleForm


@require_safe
def _ui(request: HttpRequest) -> HttpResponse:
    shown = {name: SampleForm(prefix=name) for name in ("sample", "wall", "beside")}
    shown["wrong"] = SampleForm({"wrong-email": "jim at home"}, prefix="wrong")
    return render(request, "pages/ui.html", {**SAMPLES, **shown, "filter_form": SampleFilter()})


# Anyone working on the look may see it; in production it is for staff.
ui = role("admin", "moderator", "facilitator")(_ui) if settings.PRODUCTION else everyone(_ui)
