"""Who could help with a pledge that is stuck: its rows are of pledges, and the people are of the directory."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from collab.kit.access import members
from members.models import Sector, SignedInRequest
from members.views.pace import at_a_human_pace
from network.models import Entry
from network.models.entries import EntryQuerySet
from network.models.finding import find
from network.models.rows import introducible_rows, known_rows, offered_rows
from network.models.wanted import any_offer_of, has_code, sector_code
from pledges.emails.helping import stuck_path
from pledges.models import Answer, Snag

FUNDERS = "funders"


@members
@at_a_human_pace("network.people")
@require_safe
def pledge_helpers(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """For whoever made the pledge: whom they know, who could be introduced, and who offers to be asked."""
    mine = Snag.objects.open().filter(pledge__contact=request.user.contact_id, pledge__confirmed_at__isnull=False)
    snag = get_object_or_404(mine.select_related("answer", "pledge"), pledge__uuid=uuid)
    found = find(request.user, people_for(snag))
    context: dict[str, Any] = {
        "known": known_rows(found),
        "introducible": introducible_rows(found),
        "offered": offered_rows(found),
        "found": found,
        "is_money": snag.answer.stuck_on == Answer.StuckOn.MONEY,
        "hosts_look": not snag.is_private,
        "stuck_url": stuck_path(snag.pledge),
    }
    return render(request, "pages/pledge_helpers.html", context)


def people_for(snag: Snag) -> EntryQuerySet:
    """Funders for money; else those who say that they can help with what is wanted, or with what was promised."""
    everyone = Entry.objects.to_search()
    if snag.answer.stuck_on == Answer.StuckOn.MONEY:
        funders = [sector_code(pk) for pk in Sector.objects.filter(cloth=FUNDERS).values_list("pk", flat=True)]
        return everyone.matching(has_code(*funders)) if funders else everyone.none()
    question = any_offer_of(snag.answer.note) or any_offer_of(snag.pledge.act)
    return everyone.matching(question) if question is not None else everyone.none()
