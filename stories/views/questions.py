"""Ask how they did it; answer by the link of the email."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import by_link, members
from collab.kit.links import BadLink
from members.models import SignedInRequest
from stories.actions.questions import answer_how, ask_how
from stories.emails import ANSWER
from stories.forms import AnswerHowForm, AskForm
from stories.models import Story, StoryQuestion


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_ask(request: SignedInRequest, slug: str) -> HttpResponse:
    """A message to a teller who agreed to be asked."""
    rows = Story.objects.visible_to(request.user).filter(takes_questions=True)
    story = get_object_or_404(rows.exclude(teller=None), slug=slug)
    form = AskForm(request.POST or None)
    if form.is_valid():
        if ask_how(story, by=request.user, at=timezone.now(), words=form.cleaned_data["words"]):
            messages.success(request, _("Sent. When they answer, you get an email."))
            return redirect(story)
        form.add_error(None, _("You have asked five times today. Your words are kept here. Try again tomorrow."))
    return render(request, "stories/story_ask.html", {"story": story, "form": form})


@by_link
@require_http_methods(["GET", "HEAD", "POST"])
def story_asked(request: HttpRequest, token: str) -> HttpResponse:
    """The question, and a box for one answer. Opening the page changes nothing."""
    question = _question_behind(token)
    if question is None:
        return render(request, "stories/link_ended.html", status=404)
    form = AnswerHowForm(request.POST or None)
    if question.answered_at is None and form.is_valid():
        answer_how(question, at=timezone.now(), words=form.cleaned_data["words"])
        question.refresh_from_db()
    return render(request, "stories/story_asked.html", {"question": question, "story": question.story, "form": form})


def _question_behind(token: str) -> StoryQuestion | None:
    try:
        uuid = ANSWER.read(token)
    except BadLink:
        return None
    return StoryQuestion.objects.select_related("story", "asker__contact__organisation").filter(uuid=uuid).first()
