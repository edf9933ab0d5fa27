"""Besides yes and back: undo, a second person, a slip put right, the saved replies, what was decided."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import require, role
from commons.models import audit
from members.models import SignedInRequest
from stories.actions import fix_story, pass_on, undo
from stories.forms import FixForm, PassOnForm, RepliesForm
from stories.models import Decision, SavedReply, Story
from stories.permissions import can_decide, can_pass_on
from stories.views.checking import CHECKERS

A_PAGE = 100
DECIDED = [
    "approved",
    "returned",
    "declined",
    "held",
    "passed-on",
    "appealed",
    "undone",
    "published",
    "hidden",
    "shown",
]


@role(*CHECKERS)
@require_POST
def check_undo(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Take the last decision back, within 30 seconds."""
    story = get_object_or_404(Story, uuid=uuid, decisions__in=Decision.objects.undoable_by(request.user)[:1])
    if undo(story, by=request.user, at=timezone.now()):
        messages.success(request, _("Undone. It stands as it stood before, and nobody was told."))
        return redirect("check", uuid)
    messages.warning(request, _("It is too late: they have been told. Decide once more, and they hear that too."))
    return redirect("check_list")


@role(*CHECKERS)
@require_POST
def check_pass_on(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Not sure: to a second person, with the words of why."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_pass_on(request.user, story, now=timezone.now()))
    form = PassOnForm(request.POST)
    if not form.is_valid():
        return render(request, "stories/check_pass_on.html", {"story": story, "form": form})
    words, version = form.cleaned_data["not_sure"], form.cleaned_data["version"]
    if pass_on(story, by=request.user, version=version, at=timezone.now(), words=words):
        messages.success(request, _("A second person decides. They get your words."))
        return redirect("check_list")
    return render(request, "stories/check_pass_on.html", {"story": story, "form": form, "has_changed": True})


@role(*CHECKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check_fix(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """A slip of the pen, put right by the checker."""
    story = get_object_or_404(Story.objects.checkable_by(request.user), uuid=uuid)
    require(can_decide(request.user, story, now=timezone.now()))
    form = FixForm(request.POST or None, story=story)
    has_changed = False
    if form.is_valid():
        words, version = form.changed_words, form.cleaned_data["version"]
        if not words or fix_story(story, by=request.user, version=version, at=timezone.now(), words=words):
            return redirect("check", uuid)
        has_changed = True
    return render(request, "stories/check_fix.html", {"story": story, "form": form, "has_changed": has_changed})


@role(*CHECKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def check_replies(request: SignedInRequest) -> HttpResponse:
    """The sentence that each reason begins with."""
    form = RepliesForm(request.POST or None)
    if form.is_valid():
        for reason in form.changed_data:
            SavedReply.objects.update_or_create(reason=reason, defaults={"sentence": form.cleaned_data[reason]})
            audit("stories.reply_changed", by=request.user.uuid, kind="reply", target=None, reason=reason)
        messages.success(request, _("Saved. The next letters begin with these words."))
        return redirect("check_replies")
    return render(request, "stories/check_replies.html", {"form": form})


@role(*CHECKERS)
@require_safe
def check_log(request: SignedInRequest) -> HttpResponse:
    """What was decided, newest first. What is held is for the safeguarding lead alone."""
    rows = Decision.objects.filter(outcome__in=DECIDED).exclude(story__state=Story.State.HELD)
    rows = rows.select_related("story", "by__contact")[:A_PAGE]
    return render(request, "stories/check_log.html", {"rows": rows})
