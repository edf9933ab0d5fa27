"""What a host wants in hand on the day before, as a page and on paper."""

from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from collab.kit.access import role
from events.models import AccessNeed, Event, SignUp, to_invite
from events.models.reading import who_is_coming
from events.permissions import host_can_correct_email
from events.views.host.finding import find_date
from members.models import Sector, SignedInRequest
from members.models.vocabularies import sectors_now


@role("facilitator", "admin")
@require_safe
def host_pack(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """Who comes, what is ready, which sectors are missing, what to print."""
    event, now = find_date(request, slug, day), timezone.now()
    people = list(event.signups.with_a_place().with_person().order_by("contact__name", "pk"))
    for person in people:
        # One date and not one row each.
        person.event = event
    context = {
        "event": event,
        "people": [(person, host_can_correct_email(person, now)) for person in people],
        "waiting": event.signups.waiting().count(),
        "counts": AccessNeed.objects.counts(event),
        **in_short(event, people),
    }
    return render(request, "events/host/pack.html", context)


def in_short(event: Event, people: Sequence[SignUp]) -> dict[str, object]:
    """How many said yes, how many have not answered, and whom to invite of the sectors that are missing."""
    return {
        "company": who_is_coming(event),
        "asked": sum(person.is_offered for person in people),
        "missing": to_invite(event, missing([person for person in people if person.is_coming])),
    }


def missing(people: Sequence[SignUp]) -> list[Sector]:
    """The sectors that nobody who comes is from."""
    there = {person.contact.sector_id for person in people}
    return [sector for sector in sectors_now() if sector.pk not in there]
