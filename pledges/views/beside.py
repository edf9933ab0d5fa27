"""Partners and backers: asked from the private page, answering by a link of their own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link
from collab.kit.components.events import day_words
from members.models import Contact, Member, Profile
from pledges.actions.partners import answer_ask, ask, end_ask, say_who, standing
from pledges.emails import PRIVATE
from pledges.emails.partners import ASKED, HANDED, handed_path
from pledges.forms.partners import NameForm
from pledges.models import PartnerAsk, Pledge
from pledges.models.reading_back import plan_of
from pledges.models.suggesting import suggested_to
from pledges.views.links import find_pledge, opens

MOST_FOUND, MOST_OFFERED = 8, 3
Role = PartnerAsk.Role


def beside(pledge: Pledge, *, now: datetime) -> dict[str, Any]:
    """Who stands beside one of `find_pledge`, who was asked, and whom one might ask; with the lines to read back."""
    rows = PartnerAsk.objects.standing().filter(pledge=pledge).select_related("to_contact")
    asks = {row.role: row for row in rows} if vars(pledge)["has_asks"] else {}
    partner, backer = (Beside(asks.get(role), now=now) for role in (Role.PARTNER, Role.BACKER))
    is_asked = partner.row is None and pledge.is_live and not pledge.wants_no_partner
    labels = ((_("Your partner"), partner), (_("Your backer"), backer))
    return {
        "partner": partner,
        "backer": backer,
        "suggested": suggested_to(pledge, most=MOST_OFFERED) if is_asked else [],
        "people": [(label, one.words) for label, one in labels if one.words],
    }


class Beside:
    """One who stands beside it, or was asked to, as its maker reads of them."""

    def __init__(self, row: PartnerAsk | None, *, now: datetime) -> None:
        self.row = row
        self.is_there = row is not None and row.is_there
        self.is_waiting = row is not None and row.is_waiting(now)
        self.is_lapsed = row is not None and not self.is_there and not self.is_waiting
        self.name = row.to_contact.first_name if row and row.to_contact else ""
        self.link = f"{settings.PUBLIC_URL}{handed_path(row)}" if row and self.is_waiting and not self.name else ""
        self.until = day_words(timezone.localdate(row.lapses_at)) if row else ""

    @property
    def words(self) -> str:
        """Their name, or that an answer is waited for."""
        if self.is_there:
            return self.name
        if self.is_waiting and self.name:
            return _("%(name)s was asked. We wait for an answer") % {"name": self.name}
        return _("Whoever gets your link. We wait for an answer") if self.is_waiting else ""


@by_link
@opens(PRIVATE, find_pledge)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_partner(request: HttpRequest, pledge: Pledge, token: str, role: str) -> HttpResponse:
    """Choose one person, take a link to hand over, or go alone."""
    if request.method == "POST":
        take(request, pledge, role)
        return redirect(f"{reverse('pledge_private', args=[token])}#beside")
    typed = request.GET.get("who", "").strip()
    context = {"pledge": pledge, "token": token, "role": role, "is_backer": role == Role.BACKER, "typed": typed,
               "suggested": suggested_to(pledge), "may_search": is_maker(request, pledge),
               "found": found(request, pledge, typed)}  # fmt: skip
    return render(request, "pledges/pledge_partner.html", context)


def take(request: HttpRequest, pledge: Pledge, role: str) -> None:
    """What was pressed."""
    pressed, now = request.POST.get("do", ""), timezone.now()
    if pressed == "end" and (row := standing(pledge, role)) is not None:
        end_ask(row, by_maker=True, at=now)
    elif pressed in ("alone", "open"):
        pledge.go_alone(pressed == "alone")
    elif pressed == "link":
        ask(pledge, role, None, at=now)
    elif (person := chosen(request, pledge)) is not None:
        ask(pledge, role, person, at=now)


def chosen(request: HttpRequest, pledge: Pledge) -> Contact | None:
    """The person pressed, of those who may be asked."""
    uuid = request.POST.get("to", "")
    people = [*suggested_to(pledge, most=100), *found(request, pledge, request.POST.get("who", ""))]
    return next((person for person in people if str(person.uuid) == uuid), None)


def is_maker(request: HttpRequest, pledge: Pledge) -> bool:
    """Signed in, and not only in possession of the link."""
    return isinstance(request.user, Member) and pledge.is_by(request.user)


def found(request: HttpRequest, pledge: Pledge, typed: str) -> list[Contact]:
    """Members of that name whom members can find; for its maker alone."""
    if not typed or not isinstance(request.user, Member) or not is_maker(request, pledge):
        return []
    profiles = Profile.objects.visible_to(request.user).exclude(member=request.user).in_rows()
    named = Q()
    for word in typed.replace("\0", "").split():
        named &= Q(member__contact__name__icontains=word)
    return [profile.member.contact for profile in profiles.filter(named)[:MOST_FOUND]]


def find_ask(uuid: UUID) -> PartnerAsk:
    """What a link asks about."""
    about = ["pledge__event__series", "pledge__sector", "pledge__contact", "pledge__group", "to_contact"]
    return PartnerAsk.objects.select_related(*about).get(uuid=uuid)


@by_link
@opens(ASKED, find_ask)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_beside(request: HttpRequest, row: PartnerAsk, token: str) -> HttpResponse:
    """Yes or no; later how it goes, as much as they may read, and a step back."""
    say, now = request.POST.get("say"), timezone.now()
    if request.method == "POST":
        if say in ("yes", "no"):
            answer_ask(row, yes=say == "yes", at=now)
        elif say == "back":
            end_ask(row, by_maker=False, at=now)
        return redirect(request.path)
    context = {"ask": row, "pledge": row.pledge, "is_waiting": row.is_waiting(now),
               "lines": [] if row.is_backer or not row.is_there else plan_of(row.pledge)}  # fmt: skip
    return render(request, "pledges/pledge_beside.html", context)


@by_link
@opens(HANDED, find_ask)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_handed(request: HttpRequest, row: PartnerAsk, token: str) -> HttpResponse:
    """Whoever was handed the link says who they are."""
    form, now = NameForm(request.POST or None), timezone.now()
    if form.is_valid() and not form.cleaned_data["nickname"]:
        if say_who(row, name=form.cleaned_data["name"], email=form.cleaned_data["email"], at=now):
            return redirect(f"{request.path}?sent=1")
        form.add_error("email", _("Use another address. This one made the pledge, or had many emails today"))
    context = {"ask": row, "pledge": row.pledge, "form": form, "is_sent": "sent" in request.GET,
               "is_open": row.is_waiting(now) and row.to_contact is None and row.pledge.is_live}  # fmt: skip
    return render(request, "pledges/pledge_handed.html", context)
