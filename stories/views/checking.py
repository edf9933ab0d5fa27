"""The check queue, and one story to decide about."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import require, role
from members.models import SignedInRequest
from stories.actions import approve_story, claim_story, hold_story, put_back_story, return_story
from stories.forms import ReasonForm, ReturnForm, VersionForm
from stories.models import REPLIES, Decision, Reason, Story
from stories.models.detector import jigsaw
from stories.models.findings import words_to_search
from stories.permissions import agreements, blocks_approval, can_check, can_decide, can_hold, can_put_back
from stories.views.pictures import send_picture

MOST_SHOWN = 100


@role("moderator", "safeguarding")
@require_safe
def check_list(request: SignedInRequest) -> HttpResponse:
    """What waits, oldest first; for the safeguarding lead also what is held."""
    mine = Story.objects.checkable_by(request.user)
    context = {
        "waiting": mine.to_check().select_related("teller", "claimed_by__contact", "place")[:MOST_SHOWN],
        "held": mine.held()[:MOST_SHOWN],
        "now": timezone.now(),
        "last": Decision.objects.filter(outcome__in=["approved", "returned", "held"])
        .select_related("by__contact")
        .first(),
    }
    return render(request, "stories/check_list.html", context)


@role("moderator", "safeguarding")
@require_safe
def check(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """The full text with what was found in it, the people, the agreement, and the buttons."""
    story = Story.objects.look(uuid, by=request.user)
    if story is None:
        raise Http404
    return render(request, "stories/check.html", {**_to_read(story), **_to_decide(request, story)})


@role("moderator", "safeguarding")
@require_safe
def check_picture(request: SignedInRequest, uuid: UUID) -> FileResponse:
    """The picture of a story that nobody else can see yet."""
    story = Story.objects.look(uuid, by=request.user, is_picture=True)
    if story is None:
        raise Http404
    return send_picture(story)


@role("moderator")
@require_POST
def check_claim(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take it in hand for 24 hours."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_check(request.user, story))
    if not claim_story(story, by=request.user, at=timezone.now()):
        messages.info(request, _("Somebody else has this story now."))
    return redirect("check", uuid)


@role("moderator")
@require_POST
def check_approve(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Fit to publish: its teller is asked for their yes."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_check(request.user, story))
    form = VersionForm(request.POST)
    version = form.cleaned_data["version"] if form.is_valid() else 0
    if approve_story(story, by=request.user, version=version, at=timezone.now()):
        messages.success(request, _("Checked. We have asked the teller for their yes."))
        return redirect("check_list")
    messages.warning(request, _("Nothing was decided. Read it once more: something changed, or is still open."))
    return redirect("check", uuid)


@role("moderator")
@require_http_methods(["GET", "HEAD", "POST"])
def check_return(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Back to the teller with a reason and a sentence, which begins as the saved reply."""
    story = get_object_or_404(Story.objects.checkable_by(request.user).to_check(), uuid=uuid)
    require(can_decide(request.user, story, now=timezone.now()))
    chosen = ReasonForm(request.GET)
    if not chosen.is_valid():
        return render(request, "stories/check.html", {**_to_read(story), **_to_decide(request, story), "form": chosen})
    reply = REPLIES[Reason(chosen.cleaned_data["reason"])]
    begun = {**chosen.cleaned_data, "sentence": reply.sentence, "version": story.version}
    form = ReturnForm(request.POST or None, story=story, initial=begun)
    if form.is_valid() and _send_back(request, story, form):
        messages.success(request, _("Sent back. The teller has your words by email."))
        return redirect("check_list")
    context = {"story": story, "form": form, "reply": reply, "has_changed": form.is_bound and form.is_valid()}
    return render(request, "stories/check_return.html", context)


@role("moderator")
@require_POST
def check_hold(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Invisible everywhere at once, and the safeguarding lead is told."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_hold(request.user, story))
    hold_story(story, by=request.user, at=timezone.now())
    messages.success(request, _("The story is held. The safeguarding lead has been told."))
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
    return return_story(story, by=request.user, at=timezone.now(), sentence=form.letter(), **asked)


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
        "is_mine": story.claimed_by_id == request.user.pk and story.is_claimed(now=now),
        "version_form": VersionForm(initial={"version": story.version}),
        "form": ReasonForm(),
    }
