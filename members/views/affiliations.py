"""Saying that one works somewhere, and the yes or no to it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import members, require
from members.actions.affiliations import (
    ask_to_be_affiliated,
    decide_affiliation,
    has_its_domain,
    may_ask,
    was_refused_lately,
)
from members.models import Affiliation, Organisation, SignedInRequest
from members.views.organisations import edits


@members
@require_http_methods(["GET", "HEAD", "POST"])
def organisation_work_here(request: SignedInRequest, slug: str) -> HttpResponse:
    """One button: I work here."""
    row, now = get_object_or_404(Organisation, slug=slug), timezone.now()
    is_refused = was_refused_lately(request.user, row, now=now)
    is_known = has_its_domain(request.user, row)
    if request.method == "POST" and not is_refused and may_ask(request.user, now=now):
        tie = ask_to_be_affiliated(request.user, row, at=now)
        messages.success(request, said_of(tie))
        return redirect(row)
    is_too_often = request.method == "POST" and not is_refused
    context = {"organisation": row, "is_refused": is_refused, "is_known": is_known, "is_too_often": is_too_often}
    return render(request, "members/organisation_work_here.html", context, status=429 if is_too_often else 200)


def said_of(tie: Affiliation) -> str:
    """What the one who asked reads."""
    if tie.state == Affiliation.State.CONFIRMED:
        return _("You are confirmed. You can change this page now")
    return _("We have asked somebody who can confirm it. You will get an email")


@members
@require_safe
def affiliation_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who asks to be confirmed, and who is, for those who edit the page."""
    row = get_object_or_404(Organisation, slug=slug)
    require(edits(request, row))
    ties = row.affiliations.select_related("contact__member", "decided_by__contact")
    waiting = ties.waiting().exclude(contact=request.user.contact_id)
    confirmed = ties.live().order_by("contact__name", "pk")[:200]
    context = {"organisation": row, "waiting": waiting[:100], "confirmed": confirmed, "me": request.user.contact_id}
    return render(request, "members/affiliation_list.html", context)


@members
@require_POST
def affiliation_decide(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Yes or no; nobody answers for themselves."""
    row = get_object_or_404(Organisation, slug=slug)
    require(edits(request, row))
    others = row.affiliations.exclude(contact=request.user.contact_id)
    tie = get_object_or_404(others.select_related("contact"), uuid=uuid)
    yes = request.POST.get("say") == "yes"
    if yes or request.POST.get("say") == "no":
        tie = decide_affiliation(tie, yes=yes, by=request.user, at=timezone.now())
        messages.success(request, answered(tie))
    return redirect("affiliation_list", slug)


def answered(tie: Affiliation) -> str:
    """As it stands, whoever answered first."""
    is_yes = tie.state == Affiliation.State.CONFIRMED
    words = _("%(name)s is confirmed") if is_yes else _("%(name)s is not confirmed. They will get an email")
    return words % {"name": tie.contact.name}
