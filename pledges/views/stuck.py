"""Stuck: what is in the way, and for each of five answers a page that leads to somebody."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link
from pledges.actions.booking import meet_ups_of
from pledges.actions.helping import answer_offer, ask_hosts, ask_partner, write_letter
from pledges.emails import PRIVATE, private_path
from pledges.emails.helping import HELP, name_of, stuck_path
from pledges.forms import LetterForm, StuckForm
from pledges.models import Answer, HelpOffer, Pledge, Snag
from pledges.models.hearers import may_write_to
from pledges.views.links import find_pledge, opens

MAILTO = "mailto:?"


@by_link
@opens(PRIVATE, find_pledge)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_stuck(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """The question; once it is answered, what helps with that."""
    snag = open_snag_of(pledge)
    if snag is None:
        return redirect("pledge_thanks", token)
    form = StuckForm(request.POST or None, instance=snag.answer, is_private=snag.is_private)
    if form.is_valid():
        form.save()
        return redirect("pledge_stuck", token)
    context = {"pledge": pledge, "snag": snag, "form": form, "token": token,
               "change_url": f"{reverse('pledge_private', args=[token])}#answer"}  # fmt: skip
    if not snag.answer.stuck_on or form.is_bound or "change" in request.GET:
        return render(request, "pledges/pledge_stuck.html", context)
    return render(request, "pledges/stuck_help.html", {**context, **help_for(request, snag)})


def open_snag_of(pledge: Pledge) -> Snag | None:
    """What is in the way now, with its words and what was offered."""
    rows = Snag.objects.open().filter(pledge=pledge).select_related("answer").prefetch_related("offers__by__contact")
    snag = rows.first()
    if snag is not None:
        snag.pledge = snag.answer.pledge = pledge
    return snag


def help_for(request: HttpRequest, snag: Snag) -> dict[str, Any]:
    """What the page of this answer needs."""
    pledge, needs = snag.pledge, snag.answer.stuck_on
    context: dict[str, Any] = {
        "is_theirs": pledge.is_by(request.user),
        "offers": [(offer, HELP.path("help_offer", offer.uuid)) for offer in snag.offers.all()],
    }
    if needs == Answer.StuckOn.PERMISSION:
        context |= letter_for(snag)
    elif needs == Answer.StuckOn.UNSURE:
        context |= {"meets_on": next(iter(meet_ups_of(pledge, now=timezone.now())), None),
                    "partner": pledge.partner if may_write_to(pledge.partner) else None}  # fmt: skip
    elif needs == Answer.StuckOn.CONTACT:
        context["search"] = f"{reverse('person_list')}?{urlencode({'in': snag.answer.note[:100]})}"
    return context


def letter_for(snag: Snag, form: LetterForm | None = None) -> dict[str, Any]:
    """The letter so far, and whether there is somebody to whom we can send it."""
    backer = snag.pledge.backer
    can_send = backer is not None and may_write_to(backer)
    subject = _("%(name)s asks for your help") % {"name": name_of(snag.pledge)}
    mail = MAILTO + urlencode({"subject": subject, "body": snag.letter}).replace("+", "%20")
    return {
        "letter_form": form or LetterForm(initial={"letter": snag.letter or draft(snag)}),
        "backer": backer if can_send else None,
        "mailto": mail if snag.letter else "",
    }


def draft(snag: Snag) -> str:
    """A letter to begin with, in their words."""
    pledge = snag.pledge
    lines = [
        _("Dear …") if pledge.backer is None else _("Dear %(name)s") % {"name": pledge.backer.first_name},
        (_("At our meet-ups I said: “%(words)s”.") if pledge.event else _("I said: “%(words)s”."))
        % {"words": pledge.sentence},
        _("I cannot go on without a yes: %(note)s") % {"note": snag.answer.note or "…"},
        _("Could you say yes, or tell me who can? Ten minutes with you would be enough."),
        _("You can reach me here: %(email)s") % {"email": pledge.contact.email if pledge.contact else ""},
        _("With thanks"),
        pledge.first_name,
    ]
    return "\n\n".join(line.strip() for line in lines if line)


@by_link
@opens(PRIVATE, find_pledge)
@require_POST
def pledge_letter(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Keep the letter; send it to the backer where they say so."""
    snag, form = open_snag_of(pledge), LetterForm(request.POST)
    if snag is None:
        return redirect("pledge_stuck", token)
    if not form.is_valid():
        context = {"pledge": pledge, "snag": snag, "token": token, "is_theirs": False}
        return render(request, "pledges/stuck_help.html", {**context, **letter_for(snag, form)})
    sends = request.POST.get("do") == "send"
    write_letter(snag, words=form.cleaned_data["letter"], sends=sends, at=timezone.now())
    return redirect(f"{reverse('pledge_stuck', args=[token])}#letter")


@by_link
@opens(PRIVATE, find_pledge)
@require_POST
def pledge_ask(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Ask the partner, or let the hosts see it."""
    snag, who = open_snag_of(pledge), request.POST.get("who")
    if snag is not None and who == "partner":
        ask_partner(snag, at=timezone.now())
    elif snag is not None and who == "hosts":
        ask_hosts(snag, at=timezone.now())
    return redirect("pledge_stuck", token)


def find_offer(uuid: UUID) -> HelpOffer:
    """What a link asks about; none where the person is gone."""
    about = ["snag__pledge__sector", "snag__pledge__contact", "snag__answer", "by__contact"]
    return HelpOffer.objects.select_related(*about).get(uuid=uuid, snag__pledge__contact__isnull=False)


@by_link
@opens(HELP, find_offer)
@require_http_methods(["GET", "HEAD", "POST"])
def help_offer(request: HttpRequest, offer: HelpOffer, token: str) -> HttpResponse:
    """Does it help? Yes, or not this time."""
    if request.method == "POST" and request.POST.get("say") in ("yes", "no"):
        snag = answer_offer(offer, used=request.POST["say"] == "yes", at=timezone.now())
        asks = snag.smaller_asked_at is not None and request.POST["say"] == "no"
        return redirect(stuck_path(snag.pledge) if asks else request.path)
    context = {"offer": offer, "pledge": offer.snag.pledge, "is_open": offer.snag.ended_at is None,
               "stuck_url": stuck_path(offer.snag.pledge), "private_url": private_path(offer.snag.pledge)}  # fmt: skip
    return render(request, "pledges/help_offer.html", context)
