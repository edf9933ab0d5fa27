"""Screen 3 as it is right after the two others: the same for all visitors, but for their own words."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone

from collab.kit.stencils import page
from commons.models import NetworkSettings
from pledges.forms import DetailsForm
from pledges.forms.addresses import AddressForm
from pledges.models import Pledge, as_patch
from pledges.models.asking import days_asked
from pledges.models.languages import ENGLISH
from pledges.views.addresses import where_to_ask
from pledges.views.beside import Beside

PLAN = ("cue", "by_on", "obstacle", "answer_to_obstacle", "first_step", "first_step_on", "role_or_place")
WITH_OTHERS = ("group_id", "partner_id", "backer_id", "shared_with_id", "wanted", "confirmed_at")


def is_as_all(request: HttpRequest, pledge: Pledge) -> bool:
    """Whether all that is on the page is what the screens ask every visitor."""
    is_more = vars(pledge)["has_asks"] or vars(pledge)["went_back"]
    return is_as_made(pledge) and not is_more and not request.user.is_authenticated


def is_as_made(pledge: Pledge) -> bool:
    """Whether it is as a visitor's screens make it: no answer, no plan, and nobody beside it or in it yet."""
    is_new = pledge.state == Pledge.State.MADE and pledge.language == ENGLISH and not pledge.wants_no_partner
    is_planned = any(getattr(pledge, name) for name in PLAN)
    return is_new and not is_planned and all(getattr(pledge, name) is None for name in WITH_OTHERS)


def just_made(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """What they said and where it is now, and how to make it easier to keep."""
    now = timezone.now()
    patch, ask = as_patch(pledge, now=now, url=""), where_to_ask(pledge)
    shown = {
        "is_held": pledge.is_held,
        "visibility": pledge.visibility,
        "cloth": patch["cloth"],
        "state": patch["state"],
        "to_come": days_asked(pledge, now=now),
        "made": True,
        "takes_address": ask["takes_address"],
        "network": NetworkSettings.current(),
    }
    own = {
        "act": pledge.act,
        "text": patch["text"],
        "who": patch["who"],
        "token": token,
        "address": ask["address"],
        "phone": ask["phone"],
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
    forms = {"form": DetailsForm(instance=pledge), "address_form": AddressForm()}
    return {**values, **beside, **forms, "pledge": pledge, "patch": patch}


def wall_path(pledge: Pledge) -> str:
    """The wall it hangs on, where it was made at a date."""
    event = pledge.event
    return reverse("pledge_wall", args=[event.series.slug, event.day]) if event else ""
