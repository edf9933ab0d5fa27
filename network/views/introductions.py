"""Introductions: asking, bringing two people together, and answering by page or by link."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import by_link, members, require
from collab.kit.links import BadLink
from members.models import Profile, SignedInRequest
from network.actions import introducing
from network.emails import stop_path
from network.forms import AnswerForm, AskForm, IntroduceForm
from network.models import LINKS, Introduction, Says
from network.models.finding import people_known_to
from network.models.introductions import with_people
from network.models.seen import Seen
from network.permissions import ways_to_meet

TOO_MANY = "network/asked_too_many.html"


@members
@require_safe
def introduction_list(request: SignedInRequest) -> HttpResponse:
    """What waits for me, what I wait for, and whom I met."""
    rows = Introduction.objects.visible_to(request.user).order_by("-asked_at", "-pk")[:50]
    seen = [Seen.by(request.user, row) for row in with_people(rows)]
    context = {"mine": [one for one in seen if one.needs_me], "others": [one for one in seen if not one.needs_me]}
    return render(request, "network/introduction_list.html", {**context, "emails_url": stop_path(request.user)})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_create(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A asks to meet B."""
    profile, now = _profile(request, uuid), timezone.now()
    ways = ways_to_meet(request.user, profile.member, now=now)
    if not ways.can_ask:
        return render(request, "network/introduction_no_way.html", {"profile": profile, "ways": ways})
    name = profile.member.contact.first_name
    chosen = request.GET.get("through", "")
    form = AskForm(request.POST or None, member=request.user, meets=name, ways=ways, chosen=chosen)
    if form.is_valid():
        return _send(request, lambda: introducing.ask_to_meet(
            by=request.user, whom=profile.member, at=now, **form.cleaned_data))  # fmt: skip
    return render(request, "network/introduction_create.html", {"form": form, "profile": profile})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_offer(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """C introduces two people whom they know."""
    profile = _profile(request, uuid)
    known = people_known_to(request.user)
    require(any(one.pk == profile.pk for one in known))
    form = IntroduceForm(request.POST or None, people=[one for one in known if one.pk != profile.pk])
    if form.is_valid():
        return _send(request, lambda: introducing.introduce(
            by=request.user, one=profile.member, at=timezone.now(), **form.cleaned_data))  # fmt: skip
    return render(request, "network/introduction_offer.html", {"form": form, "profile": profile})


def _profile(request: SignedInRequest, uuid: UUID) -> Profile:
    """Somebody else whom this member may see."""
    others = Profile.objects.visible_to(request.user).exclude(member=request.user)
    return get_object_or_404(others.select_related("member__contact__organisation"), uuid=uuid)


def _send(request: SignedInRequest, begin: Any) -> HttpResponse:
    """Within the limit, write the row and its emails."""
    if not introducing.may_ask_another(request.user, now=timezone.now()):
        return render(request, TOO_MANY, status=429)
    try:
        row = begin()
    except introducing.AlreadyOpen:
        messages.info(request, _("These two have been asked already. Nothing new was sent."))
        return redirect("introduction_list")
    messages.success(request, _("Sent. You will hear from us when there is an answer."))
    return redirect(row)


@members
@require_http_methods(["GET", "HEAD", "POST"])
def introduction(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """One introduction, as this person may see it; the question, when it is theirs to answer."""
    row = get_object_or_404(Introduction.objects.visible_to(request.user), uuid=uuid)
    seen = Seen.by(request.user, *with_people([row]))
    form = _answer_form(request, seen, is_signed_in=True)
    if request.method == "POST" and form.is_valid() and seen.may_answer:
        _hear(seen, form)
        return redirect(seen.introduction)
    return render(request, "network/introduction.html", {"seen": seen, "form": form})


@members
@require_POST
def introduction_take_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Whoever asked thinks again."""
    row = get_object_or_404(Introduction.objects.visible_to(request.user), uuid=uuid)
    require(row.asked_by_id == request.user.pk)
    introducing.take_back(row, at=timezone.now())
    messages.success(request, _("Taken back. Nobody is told."))
    return redirect("introduction_list")


@by_link
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def introduction_answer(request: HttpRequest, part: str, token: str) -> HttpResponse:
    """The same question from an email, for somebody who need not sign in. Opening it changes nothing."""
    try:
        seen = _by_link(part, token)
    except (BadLink, Http404):
        return render(request, "network/link_gone.html", status=404)
    form = _answer_form(request, seen, is_signed_in=False)
    if request.method == "POST" and form.is_valid() and seen.may_answer:
        _hear(seen, form)
        return redirect(seen.introduction.get_link(part))
    return render(request, "network/introduction_answer.html", {"seen": seen, "form": form})


def _by_link(part: str, token: str) -> Seen:
    if part not in LINKS:
        raise Http404
    row = get_object_or_404(Introduction.objects.between_active(), uuid=LINKS[part].read(token))
    if getattr(row, f"{part}_id") is None or (part != "through" and not row.is_passed_on):
        raise Http404
    with_people([row])
    return Seen(row, part, row.person(part))


def _answer_form(request: HttpRequest, seen: Seen, *, is_signed_in: bool) -> AnswerForm:
    typed = request.POST if request.method == "POST" else None
    return AnswerForm(typed, member=seen.member, meets=seen.meets_name, asks_reach=not seen.is_go_between,
                      is_signed_in=is_signed_in)  # fmt: skip


def _hear(seen: Seen, form: AnswerForm) -> None:
    says, reach = form.cleaned_data["says"], form.cleaned_data.get("reach", "")
    introducing.answer(
        seen.introduction, seen.part, says=says, reach=reach if says == Says.YES else "", at=timezone.now()
    )
