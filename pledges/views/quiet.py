"""What has gone quiet, for those who could have a word."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import role
from members.models import SignedInRequest
from pledges.models import as_patch
from pledges.models.quiet import quiet_for

MOST = 50


@role("facilitator")
@require_safe
def pledge_quiet_list(request: SignedInRequest) -> HttpResponse:
    """Pledges that were asked about twice without an answer, the longest silence first; hosts see their own."""
    now = timezone.now()
    found = quiet_for(request.user, now=now).select_related("sector", "event__series", "group", "contact")
    rows = [(pledge, as_patch(pledge, now=now, url="")) for pledge in found[:MOST]]
    return render(request, "pledges/pledge_quiet_list.html", {"rows": rows})
