"""Two live pledges a person, and then a gentle word before the third."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from members.models import Contact, Member
from pledges.actions.answering import answer_pledge
from pledges.models import Answer, Pledge
from pledges.models.pledges import PledgeQuerySet

ENOUGH, MOST_SHOWN = 2, 10
# What the page adds to what was typed before it.
OURS = {"csrfmiddlewaretoken", "anyway", "first"}


def two_first(request: HttpRequest) -> HttpResponse | None:
    """A member with two live pledges sees them before a third is made, unless they say “anyway”."""
    if not isinstance(request.user, Member):
        return None
    answer_first(request, request.user.contact)
    live = list(live_of(request.user.contact)[:MOST_SHOWN])
    if len(live) < ENOUGH or "anyway" in request.POST:
        return None
    typed = [(name, value) for name, values in request.POST.lists() for value in values if name not in OURS]
    context = {"live": live, "typed": typed, "act": request.POST.get("act", ""), "answers": Answer.Said.choices}
    return render(request, "pledges/pledge_two_first.html", context)


def answer_first(request: HttpRequest, contact: Contact) -> None:
    """What became of one of the two, said on the way."""
    uuid, _colon, said = request.POST.get("first", "").partition(":")
    if said in Answer.Said.values:
        for pledge in Pledge.objects.by(contact).live().filter(uuid=as_uuid(uuid)):
            answer_pledge(pledge, said=said, at=timezone.now())


def as_uuid(text: str) -> UUID:
    """The uuid in what a button sent; one that nothing has, for nonsense."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)


def live_of(contact: Contact) -> PledgeQuerySet:
    """What goes on of theirs, the oldest first."""
    return Pledge.objects.by(contact).live().select_related("sector").order_by("made_at", "pk")
