"""Tell a story: five questions, what it is about, who is in it, agreement, check answers, send."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import members, require
from members.models import SignedInRequest
from stories.actions import agree, begin_story, change_story, send_story, take_story_back
from stories.emails import release_path, withdraw_path
from stories.forms import QUESTIONS, AboutForm, AgreeForm, AnswerForm, BeginForm
from stories.models import ANSWERS, Decision, Story
from stories.models.consent import WORDING, WORDING_NOW
from stories.permissions import agreement, blocks_sending

MOST_SHOWN = 100


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_create(request: SignedInRequest) -> HttpResponse:
    """What will be asked, and one button to begin."""
    form = BeginForm(request.POST or None)
    if form.is_valid():
        story = begin_story(by=request.user, form_key=form.cleaned_data["form_key"])
        require(story.is_told_by(request.user))
        return redirect("story_answer", story.uuid, ANSWERS[0])
    drafts = Story.objects.told_by(request.user).filter(state=Story.State.DRAFT).order_by("-changed_at")
    context = {"form": BeginForm(), "questions": QUESTIONS.values(), "draft": drafts.first()}
    return render(request, "stories/story_create.html", context)


@members
@require_safe
def story_mine(request: SignedInRequest) -> HttpResponse:
    """Everything they began, with its state in words and the next thing to do."""
    stories = Story.objects.told_by(request.user).order_by("-changed_at")[:MOST_SHOWN]
    return render(request, "stories/story_mine.html", {"stories": stories})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_answer(request: SignedInRequest, uuid: UUID, question: str) -> HttpResponse:
    """One of the five questions, saved on Continue."""
    story = _own(request, uuid)
    if question not in QUESTIONS:
        raise Http404
    if not story.is_changeable:
        return redirect("story_answers", uuid)
    form = AnswerForm(request.POST or None, story=story, question=question)
    if form.is_valid() and _save(request, story, form, **{question: form.cleaned_data["answer"]}):
        _say_if_empty(request, form)
        return redirect(_after(request, uuid, question))
    return render(request, "stories/story_answer.html", {"form": form, "story": story, **_place_of(question)})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_about(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Title, place, topics: what helps others to find it."""
    story = _own(request, uuid)
    if not story.is_changeable:
        return redirect("story_answers", uuid)
    form = AboutForm(request.POST or None, story=story)
    if form.is_valid() and _save(request, story, form, rows=form.rows(), **form.words()):
        return redirect("story_answers" if _is_checking(request) else "story_picture_add", uuid)
    return render(request, "stories/story_about.html", {"form": form, "story": story})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_consent(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What the teller agrees to, use by use, and how they are named."""
    story = _own(request, uuid)
    if not story.is_changeable:
        return redirect("story_answers", uuid)
    form = AgreeForm(request.POST or None, story=story)
    if form.is_valid():
        if form.is_new:
            agree(story, by=request.user, at=timezone.now(), **form.typed())
        return redirect("story_answers", uuid)
    return render(
        request, "stories/story_consent.html", {"form": form, "story": story, "wording": WORDING[WORDING_NOW]}
    )


@members
@require_safe
def story_answers(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Check answers; later, where the story stands."""
    story = _own(request, uuid)
    consent = agreement(story)
    context = {
        "story": story,
        "consent": consent,
        "people": story.people.all(),
        "blocks": blocks_sending(story) if story.is_changeable else [],
        "left_empty": [(name, asked) for name, asked in QUESTIONS.items() if not getattr(story, name).strip()],
        "last": story.decisions.exclude(outcome=Decision.Outcome.CLAIMED).first(),
        "release_url": release_path(consent) if consent and story.state == Story.State.APPROVED else "",
        "withdraw_url": withdraw_path(consent) if consent and story.submitted_at else "",
    }
    return render(request, "stories/story_answers.html", context)


@members
@require_POST
def story_send(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Send it to be checked. Pressing twice sends once."""
    sent = send_story(_own(request, uuid), by=request.user, at=timezone.now())
    return redirect("story_sent" if sent else "story_answers", uuid)


@members
@require_safe
def story_sent(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """It is sent, and what happens next."""
    return render(request, "stories/story_sent.html", {"story": _own(request, uuid)})


@members
@require_POST
def story_take_back(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Out of the queue, to change something."""
    take_story_back(_own(request, uuid), by=request.user, at=timezone.now())
    messages.success(request, _("Your story is back with you. Send it again when you are ready."))
    return redirect("story_answers", uuid)


def _own(request: SignedInRequest, uuid: UUID) -> Story:
    return get_object_or_404(Story.objects.told_by(request.user), uuid=uuid)


def _save(request: SignedInRequest, story: Story, form: AnswerForm | AboutForm, **changes: object) -> bool:
    """Save what is new. When another window was faster, the page comes back with both versions."""
    if not form.is_new or change_story(story, by=request.user, at=timezone.now(), **changes):  # type: ignore[arg-type]
        return True
    story.refresh_from_db()
    form.stored = form.read(story)
    form.note_conflict()
    return False


def _say_if_empty(request: SignedInRequest, form: AnswerForm) -> None:
    """An answer may stay empty, but nobody is to think that something was saved. Check answers says it by itself."""
    if not _is_checking(request) and not form.cleaned_data["answer"].strip():
        empty = _("“%(question)s” is empty for now. You can come back to it before you send your story.")
        messages.info(request, empty % {"question": QUESTIONS[form.question][0]})


def _is_checking(request: SignedInRequest) -> bool:
    """Whether they came from check answers, and go back there."""
    return "checking" in request.GET


def _after(request: SignedInRequest, uuid: UUID, question: str) -> str:
    """The next question, or the page that comes after the last one."""
    if _is_checking(request):
        return reverse("story_answers", args=[uuid])
    later = ANSWERS[ANSWERS.index(question) + 1 :]
    return reverse("story_answer", args=[uuid, later[0]]) if later else reverse("story_about", args=[uuid])


def _place_of(question: str) -> dict[str, object]:
    place = ANSWERS.index(question)
    return {"number": place + 1, "of": len(ANSWERS), "previous": ANSWERS[place - 1] if place else ""}
