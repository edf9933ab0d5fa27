"""Paper cards, typed one after the other by whoever helps at a date."""

from datetime import date, datetime

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from events.models import Event
from members.models import Member, SignedInRequest
from pledges.actions.making import make_pledge, take_back_card
from pledges.forms.cards import CardForm
from pledges.models import Pledge
from pledges.permissions import can_host


@role("facilitator", "moderator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_cards(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """One card, and straight on to the next; the last one can be taken back."""
    events = Event.objects.open_to(request.user).select_related("series")
    event, now = get_object_or_404(events, series__slug=slug, day=day), timezone.now()
    is_open, last = now >= event.wall_opens_at, last_of(request.user, event)
    if request.method == "POST" and request.POST.get("do") == "undo":
        take_back(request, last, at=now)
        return redirect("pledge_cards", slug, day)
    form = CardForm(request.POST if request.method == "POST" else None)
    if is_open and form.is_valid():
        type_card(form, event, by=request.user, at=now)
        return redirect("pledge_cards", slug, day)
    typed = Pledge.objects.typed_by(request.user).filter(event=event).count()
    context = {"event": event, "form": form, "typed": typed, "is_open": is_open, "last": last,
               "hosts": can_host(request.user, event)}  # fmt: skip
    return render(request, "pledges/pledge_cards.html", context)


def last_of(member: Member, event: Event) -> Pledge | None:
    """The newest card they typed for this date."""
    return Pledge.objects.typed_by(member).filter(event=event).order_by("-made_at", "-pk").first()


def type_card(form: CardForm, event: Event, *, by: Member, at: datetime) -> None:
    """On the wall at once, and pressed twice it is one card."""
    typed = form.cleaned_data
    make_pledge(form.as_pledge(event=event, recorded_by=by), at=at, email=typed["email"], phone=typed["phone"])


def take_back(request: SignedInRequest, last: Pledge | None, *, at: datetime) -> None:
    """The last card, where it is still the one that the page showed."""
    if last is not None and str(last.uuid) == request.POST.get("card"):
        take_back_card(last, by=request.user, at=at)
