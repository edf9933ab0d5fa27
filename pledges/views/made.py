"""Screen 3 as it is right after the two others: the same for all visitors, but for their own words."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from collab.kit.stencils import page
from commons.models import NetworkSettings
from pledges.forms import DetailsForm
from pledges.models import Pledge, as_patch
from pledges.models.asking import days_asked
from pledges.views.beside import Beside


def is_as_all(request: HttpRequest, pledge: Pledge) -> bool:
    """Whether all that is on the page is what the screens ask every visitor."""
    return not request.user.is_authenticated and pledge.is_as_made and not vars(pledge)["has_asks"]


def just_made(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """What they said and where it is now, and how to make it easier to keep."""
    now = timezone.now()
    patch = as_patch(pledge, now=now, url="")
    shown = {
        "is_held": pledge.is_held,
        "visibility": pledge.visibility,
        "cloth": patch["cloth"],
        "state": patch["state"],
        "to_come": days_asked(pledge, now=now),
        "made": True,
        "network": NetworkSettings.current(),
    }
    own = {
        "act": pledge.act,
        "text": patch["text"],
        "who": patch["who"],
        "token": token,
        "wall_url": wall_path(pledge),
        "url": f"{settings.PUBLIC_URL}{request.path}",
    }
    return page(request, "pledges/pledge_private.html", shown, own, with_form)


def with_form(values: dict[str, Any]) -> dict[str, Any]:
    """The same with nobody's pledge, which says no more than the words in it, and the form to go on with it."""
    pledge = Pledge(**{"uuid": None, **{name: values[name] for name in ("act", "is_held", "visibility")}})
    patch = {"lang": "", **{name: values[name] for name in ("text", "who", "cloth", "state")}}
    nobody = Beside(None, now=timezone.now())
    beside = {"partner": nobody, "backer": nobody, "suggested": [], "ended": ""}
    return {**values, **beside, "pledge": pledge, "patch": patch, "form": DetailsForm(instance=pledge)}


def wall_path(pledge: Pledge) -> str:
    """The wall it hangs on, where it was made at a date."""
    event = pledge.event
    return reverse("pledge_wall", args=[event.series.slug, event.day]) if event else ""
