"""The check queue, and one story to decide about."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import require, role
from members.models import SignedInRequest
from stories.actions import (
    approve_story,
    claim_story,
    decline_story,
    hold_story,
    last_of,
    put_back_story,
    return_story,
)
from stories.forms import PassOnForm, ReasonForm, ReturnForm, VersionForm
from stories.models import Decision, Story, replies_now
from stories.models.detector import jigsaw
from stories.models.findings import words_to_search
from stories.permissions import agreements, blocks_approval, can_check, can_decide, can_hold, can_pass_on, can_put_back
from stories.views.pictures import send_picture

MOST_SHOWN = 100
# An organiser is let in to what has no second checker, and to nothing else.
CHECKERS = ("moderator", "admin")
READERS = ("moderator", "safeguarding", "admin")


@role(*READERS)
@require_safe
def check_list(request: SignedInRequest) -> HttpResponse:
    """What waits, oldest first; for the safeguarding lead also what is held."""
    mine = Story.objects.checkable_by(request.user)
    context = {
        "waiting": mine.to_check().select_related("teller", "claimed_by__contact", "place")[:MOST_SHOWN],
        "held": mine.held()[:MOST_SHOWN],
        "now": timezone.now(),
        "last": Decision.objects.filter(outcome__in=["approved", "returned", "declined", "held"])
        .select_related("by__contact")
        .first(),
        "undoable": last_of(request.user),
    }
    return render(request, "stories/check_list.html", context)


@role(*READERS)
@require_safe
def check(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The full text with what was found in it, the people, the agreement, and the buttons."""
    story = Story.objects.look(uuid, by=request.user)
    if story is None:
        raise Http404
    return render(request, "stories/check.html", {**_to_read(story), **_to_decide(request, story)})


@role(*READERS)
@require_safe
def check_picture(request: SignedInRequest, uuid: UUID) -> FileResponse:
    """The picture of a story that nobody else can see yet."""
    story = Story.objects.look(uuid, by=request.user, is_picture=True)
    if story is None:
        raise Http404
    return send_picture(story)


@role(*CHECKERS)
@require_POST
def check_claim(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take it in hand for 24 hours."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_check(request.user, story))
    if not claim_story(story, by=request.user, at=timezone.now()):
        messages.info(request, _("Somebody else has this story now."))
    return redirect("check", uuid)


@role(*CHECKERS)
@require_POST
def check_approve(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Fit to publish: its teller is asked for their yes."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_check(request.user, story))
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    if approve_story(story, by=request.user, version=version, at=timezone.now()):
        messages.success(request, _("Checked. We ask the teller for their yes."))
        return redirect("check_list")
    messages.warning(request, _("Nothing was decided. Read it once more: something changed, or is still open."))
    return redirect("check", uuid)


@role(*CHECKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check_return(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Back to the teller with a reason and a sentence, which begins as the saved reply."""
    story = get_object_or_404(Story.objects.checkable_by(request.user).to_check(), uuid=uuid)
    require(can_decide(request.user, story, now=timezone.now()))
    chosen = ReasonForm(request.GET)
    if not chosen.is_valid():
        return render(request, "stories/check.html", {**_to_read(story), **_to_decide(request, story), "form": chosen})
    reply = replies_now()[chosen.cleaned_data["reason"]]
    begun = {**chosen.cleaned_data, "sentence": reply.sentence, "version": story.version,
             "words": story.title, "what": ReturnForm.CHANGE}  # fmt: skip
    form = ReturnForm(request.POST or None, story=story, initial=begun)
    if form.is_valid() and _send_back(request, story, form):
        return redirect("check_list")
    context = {"story": story, "form": form, "reply": reply, "has_changed": form.is_bound and form.is_valid()}
    return render(request, "stories/check_return.html", context)


@role(*CHECKERS)
@require_POST
def check_hold(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Invisible everywhere at once, and the safeguarding lead is told."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_hold(request.user, story))
    hold_story(story, by=request.user, at=timezone.now())
    messages.success(request, _("The story is held. The safeguarding lead hears of it."))
    return redirect("check_list")


@role("safeguarding")
@require_POST
def check_put_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The hold ends; it waits for a check again."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_put_back(request.user, story))
    put_back_story(story, by=request.user, at=timezone.now())
    messages.success(request, _("The story is back among those to check."))
    return redirect("check_list")


def _send_back(request: SignedInRequest, story: Story, form: ReturnForm) -> bool:
    asked = {"reason": form.cleaned_data["reason"], "version": form.cleaned_data["version"]}
    is_no = form.cleaned_data["what"] == ReturnForm.NO
    send = decline_story if is_no else return_story
    done = send(story, by=request.user, at=timezone.now(), sentence=form.letter(), **asked)
    if done:
        said = _("Said no. The teller hears it, and may ask another person once.")
        messages.success(request, said if is_no else _("Sent back. The teller gets your words by email."))
    return done


def _to_read(story: Story) -> dict[str, object]:
    """The words, and all that was found in them or settled about them."""
    return {
        "story": story,
        "findings": story.findings.select_related("cleared_by__contact"),
        "jigsaw": jigsaw(words_to_search(story), has_place=bool(story.place)),
        "people": story.people.select_related("sector"),
        "quotes": story.quotes.prefetch_related("consents"),
        "names_above": story.byline.select_related("sector"),
        "rests_on": agreements(story),
        "blocks": blocks_approval(story),
        "told_before": Story.objects.told_before(story).count(),
        "history": story.decisions.select_related("by__contact")[:20],
    }


def _to_decide(request: SignedInRequest, story: Story) -> dict[str, object]:
    """The buttons this person may press now."""
    now = timezone.now()
    return {
        "can_decide": can_decide(request.user, story, now=now),
        "can_hold": can_hold(request.user, story),
        "can_put_back": can_put_back(request.user, story),
        "is_own": story.is_told_by(request.user),
        "claimed_by_another": story.is_claimed_by_another(request.user, now=now),
        "can_pass_on": can_pass_on(request.user, story, now=now),
        "is_passed_by_me": story.passed_by_id == request.user.pk,
        "undoable": last_of(request.user),
        "pass_on_form": PassOnForm(initial={"version": story.version}),
        "is_mine": story.claimed_by_id == request.user.pk and story.is_claimed(now=now),
        "version_form": VersionForm(initial={"version": story.version}),
        "form": ReasonForm(),
        **_neighbours(request, story),
    }


def _neighbours(request: SignedInRequest, story: Story) -> dict[str, str]:
    """The one before and the next one of what waits, for whoever goes through them."""
    queue = Story.objects.checkable_by(request.user).to_check().values_list("uuid", flat=True)[:MOST_SHOWN]
    waiting = list(queue)
    if story.uuid not in waiting:
        return {"next_url": reverse("check", args=[waiting[0]])} if waiting else {}
    place = waiting.index(story.uuid)
    found = {"before_url": waiting[place - 1 : place], "next_url": waiting[place + 1 : place + 2]}
    return {name: reverse("check", args=[uuid]) for name, there in found.items() for uuid in there}
