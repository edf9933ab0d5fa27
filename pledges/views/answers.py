"""J2: a link from a reminder opens a page with the answer chosen and one button. Only the button changes anything."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from collab.kit.access import by_link, members, require
from members.models import SignedInRequest
from pledges.actions.answering import answer_pledge
from pledges.emails import ANSWER, private_path
from pledges.models import Answer, Pledge, Reminder, as_patch
from pledges.permissions import can_answer
from pledges.views.links import opens
from pledges.views.living import change_date
from pledges.views.private import thank


def find(uuid: UUID) -> Reminder:
    """The question a link answers; none where the person is gone."""
    about = ["pledge__sector", "pledge__contact", "pledge__event__series"]
    return Reminder.objects.select_related(*about).get(uuid=uuid, pledge__contact__isnull=False)


@by_link
@opens(ANSWER, find)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, reminder: Reminder, token: str) -> HttpResponse:
    """The pledge, the chosen answer and one button; the other answers as links."""
    pledge, said = reminder.pledge, request.POST.get("say") or request.GET.get("say")
    chosen = said if said in Answer.Said.values else ""
    if request.method == "POST" and chosen:
        answer_pledge(pledge, said=chosen, at=timezone.now(), reminder=reminder)
        return redirect("answer_thanks", token)
    others = [choice for choice in Answer.Said.choices if choice[0] != chosen]
    context = {"pledge": pledge, "patch": as_patch(pledge, now=timezone.now(), url=""), "chosen": chosen,
               "others": others, "newest": pledge.answers.first(),
               "moved": "moved" in request.GET,
               "move_url": reverse("answer_move", args=[token]) if pledge.is_live else ""}  # fmt: skip
    return render(request, "pledges/answer.html", context)


@by_link
@opens(ANSWER, find)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_move(request: HttpRequest, reminder: Reminder, token: str) -> HttpResponse:
    """The fifth answer: another day. The private page stays behind its own link."""
    url = reverse("answer", args=[token])
    if not reminder.pledge.is_live:
        return redirect(url)
    return change_date(request, reminder.pledge, back_url=url, done_url=f"{url}?moved=1")


@by_link
@opens(ANSWER, find)
@require_http_methods(["GET", "HEAD", "POST"])
def answer_thanks(request: HttpRequest, reminder: Reminder, token: str) -> HttpResponse:
    """Thanks, and room for a line about it."""
    return thank(request, reminder.pledge, change_url=reverse("answer", args=[token]))


@members
@require_POST
def pledge_answer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The same four answers from a member's own pages."""
    pledge = get_object_or_404(Pledge.objects.visible_to(request.user), uuid=uuid)
    require(can_answer(request.user, pledge))
    if request.POST.get("say") in Answer.Said.values:
        answer_pledge(pledge, said=request.POST["say"], at=timezone.now())
    return redirect("pledge_thanks", private_path(pledge).rstrip("/").rpartition("/")[2])
