"""A host's own questions on the form."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collab.kit.access import require, role
from events.forms import QuestionForm
from events.models import Event, Question
from events.permissions import can_host
from events.views.host.finding import find_date, typed_leads_to
from members.models import SignedInRequest


@role("facilitator", "admin")
@require_safe
def host_questions(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """What the form asks at this date, with the answers."""
    event = find_date(request, slug, day)
    require(can_host(request.user, event.series))
    questions = Question.objects.asked_at(event).with_answers(event)
    return render(request, "events/host/questions.html", {"event": event, "questions": questions})


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_question_add(request: SignedInRequest, slug: str, day: date) -> HttpResponse:
    """One more."""
    event = find_date(request, slug, day)
    require(can_host(request.user, event.series))
    return asked(request, event, QuestionForm(request.POST if request.method == "POST" else None), None)


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
def host_question(request: SignedInRequest, slug: str, day: date, uuid: UUID) -> HttpResponse:
    """Change one. What was answered stays."""
    event = find_date(request, slug, day)
    require(can_host(request.user, event.series))
    question = get_object_or_404(Question.objects.asked_at(event), uuid=uuid)
    posted = request.POST if request.method == "POST" else None
    form = QuestionForm(posted, initial=question.as_asked())
    return asked(request, event, form, question)


def asked(request: SignedInRequest, event: Event, form: QuestionForm, question: Question | None) -> HttpResponse:
    """Save it, or show the form with what is wrong."""
    if form.is_valid():
        about = dict(form.cleaned_data)
        about["event"] = None if about.pop("is_for_all") else event
        Question.objects.ask(event.series, question, about)
        messages.success(request, _("The form asks it from now on"))
        return redirect("host_questions", event.series.slug, event.day)
    return render(request, "events/host/question.html", {"event": event, "form": form, "question": question})


@role("facilitator", "admin")
@require_http_methods(["GET", "HEAD", "POST"])
@typed_leads_to("host_questions")
def host_question_retire(request: SignedInRequest, slug: str, day: date, uuid: UUID) -> HttpResponse:
    """Ask it no more. What was answered stays."""
    event = find_date(request, slug, day)
    require(can_host(request.user, event.series))
    get_object_or_404(Question.objects.asked_at(event), uuid=uuid).retire(at=timezone.now())
    messages.success(request, _("The form asks it no more"))
    return redirect("host_questions", event.series.slug, event.day)
