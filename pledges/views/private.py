"""A pledge by its private link: read it back, change it, confirm the address, say how it went, take it down."""

from copy import copy
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import by_link
from groups.models import Group
from members.models import Member
from pledges.actions.answering import answer_pledge
from pledges.actions.making import change_pledge, confirm_pledge, send_plan, take_down
from pledges.actions.news import about_to_hear
from pledges.emails import CONFIRM, PRIVATE, private_path
from pledges.emails.helping import lines_path, stuck_path
from pledges.forms import DetailsForm, NoteForm
from pledges.models import Answer, Pledge, SentBack, as_patch, calendar_of, ended_on
from pledges.models.asking import days_asked
from pledges.models.reading_back import plan_of, read_back, with_messages
from pledges.views.addresses import where_to_ask
from pledges.views.beside import beside
from pledges.views.links import find_pledge, opens
from pledges.views.made import is_as_all, just_made, wall_path


@by_link
@opens(PRIVATE, find_pledge)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_private(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Screen 3, and later the page to change it."""
    if request.method != "POST" and "made" in request.GET and is_as_all(request, pledge):
        return just_made(request, pledge, token)
    # The form changes its own copy: what is read back is what is stored.
    form = DetailsForm(request.POST or None, instance=copy(pledge), groups=groups_of(request, pledge))
    if form.is_valid():
        change_pledge(form.instance, fields=form.changed_fields, at=timezone.now())
        return redirect(f"{request.path}?saved=1")
    return render(request, "pledges/pledge_private.html", all_about(request, pledge, form, token))


def all_about(request: HttpRequest, pledge: Pledge, form: DetailsForm, token: str) -> dict[str, Any]:
    """What its maker reads of it."""
    now = timezone.now()
    there, back = beside(pledge, now=now), went_back(pledge)
    return {
        **there,
        **where_to_ask(pledge),
        "went_back": back,
        "pledge": pledge,
        "patch": as_patch(pledge, now=now, url=""),
        "form": form,
        "token": token,
        "ended": ended_on(pledge),
        "answers": Answer.Said.choices,
        "to_come": days_asked(pledge, now=now),
        # Of what needs other words nobody is thanked again, however the page is opened.
        "made": "made" in request.GET and back is None,
        "saved": request.method != "POST" and "saved" in request.GET,
        "emailed": request.GET.get("emailed", ""),
        "lines": read_back(pledge, people=there["people"]),
        "wall_url": wall_path(pledge),
        "url": f"{settings.PUBLIC_URL}{request.path}",
    }


def went_back(pledge: Pledge) -> SentBack | None:
    """Why it needs other words, where a host said so."""
    is_back = pledge.waits_for_look and vars(pledge)["went_back"]
    return SentBack.objects.open().filter(pledge=pledge).first() if is_back else None


def groups_of(request: HttpRequest, pledge: Pledge) -> list[Group]:
    """Those of its maker, shown to nobody but them: a link can be in other hands."""
    mine = isinstance(request.user, Member) and pledge.is_by(request.user)
    return list(Group.objects.of(request.user)) if mine and isinstance(request.user, Member) else []


@by_link
@opens(PRIVATE, find_pledge)
@require_safe
def pledge_card(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """One sheet to print and keep: their words, their plan and the way back."""
    url = f"{settings.PUBLIC_URL}{reverse('pledge_private', args=[token])}"
    context = {"pledge": pledge, "patch": as_patch(pledge, now=timezone.now(), url=""), "lines": plan_of(pledge),
               "people": beside(pledge, now=timezone.now())["people"], "url": url, "token": token}  # fmt: skip
    return render(request, "pledges/pledge_card.html", context)


@by_link
@opens(PRIVATE, find_pledge)
@require_POST
def pledge_send_plan(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """The plan as it is now, to the address that the pledge has."""
    now = timezone.now()
    lines = read_back(pledge, people=beside(pledge, now=now)["people"])
    lines = with_messages(lines, days_asked(pledge, now=now))
    is_sent = send_plan(pledge, lines=lines, at=now)
    return redirect(f"{reverse('pledge_private', args=[token])}?emailed={'yes' if is_sent else 'enough'}")


@by_link
@opens(CONFIRM, find_pledge)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_confirm(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """One button from the first email: yes, this is my address."""
    if request.method == "POST":
        confirm_pledge(pledge, at=timezone.now())
        return redirect(request.path)
    # The email that brought this link brought the private one too: it opens nothing they could not open.
    context = {"pledge": pledge, "patch": as_patch(pledge, now=timezone.now(), url=""),
               "private_url": private_path(pledge) if pledge.confirmed_at else ""}  # fmt: skip
    return render(request, "pledges/pledge_confirm.html", context)


@by_link
@opens(PRIVATE, find_pledge)
@require_POST
def pledge_private_answer(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Kept, still going, stuck or let go, from the private page."""
    if request.POST.get("say") in Answer.Said.values:
        answer_pledge(pledge, said=request.POST["say"], at=timezone.now())
    return redirect("pledge_thanks", token)


@by_link
@opens(PRIVATE, find_pledge)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_thanks(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Thanks for the answer, and room for a line about it."""
    return thank(request, pledge, change_url=f"{reverse('pledge_private', args=[token])}#answer")


def thank(request: HttpRequest, pledge: Pledge, *, change_url: str) -> HttpResponse:
    """The newest answer in words; a line may be added, and the answer corrected."""
    answer = pledge.answers.first()
    if answer is None:
        return render(request, "pledges/link_closed.html", {"is_old": False}, status=404)
    if answer.said == Answer.Said.STUCK and pledge.snags.open().exists():
        return redirect(stuck_path(pledge))
    answer.pledge = pledge
    form = NoteForm(request.POST or None, instance=answer)
    if form.is_valid():
        form.save()
        return redirect(f"{request.path}?noted=1")
    context = {"pledge": pledge, "answer": answer, "form": form, "change_url": change_url,
               "lines_url": lines_path(pledge), "hearers": about_to_hear(pledge, answer.said),
               "noted": "noted" in request.GET}  # fmt: skip
    return render(request, "pledges/pledge_thanks.html", context)


@by_link
@opens(PRIVATE, find_pledge)
@require_http_methods(["GET", "HEAD", "POST"])
def pledge_take_down(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Off the wall, after one more look."""
    if request.method == "POST":
        take_down(pledge, at=timezone.now())
        return redirect(f"{request.path}?down=1")
    context = {"pledge": pledge, "token": token, "down": "down" in request.GET}
    return render(request, "pledges/pledge_take_down.html", context)


@by_link
@opens(PRIVATE, find_pledge)
@require_safe
def pledge_calendar(request: HttpRequest, pledge: Pledge, token: str) -> HttpResponse:
    """Their words on their day, for their own calendar."""
    headers = {"Content-Disposition": 'attachment; filename="pledge.ics"'}
    return HttpResponse(calendar_of(pledge), content_type="text/calendar; charset=utf-8", headers=headers)
