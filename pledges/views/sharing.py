"""Making the pledge that somebody else made first: ?with= and its uuid."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.utils import timezone

from pledges.models import Pledge
from pledges.models.opened import pledge_to_open
from pledges.permissions import can_join


def first_of(request: HttpRequest) -> Pledge | None:
    """The one whose words are used, if this reader may see and join it."""
    if not (text := request.GET.get("with", "")):
        return None
    try:
        pledge = pledge_to_open(UUID(text), request.user)
    except ValueError:
        raise Http404 from None
    if pledge is None or not can_join(request.user, pledge, on=timezone.localdate()):
        raise Http404
    return pledge


def shared(pledge: Pledge) -> dict[str, Any]:
    """What a pledge has in common with the first: it counts when that one does."""
    state = Pledge.State.WAITING if pledge.is_waiting else Pledge.State.MADE
    return {"shared_with_id": pledge.shared_with_id or pledge.pk, "state": state}
