"""Who else could be recognised, and what people said: how each agreed, and how they are named."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import members
from members.models import SignedInRequest
from stories.actions import (
    remove_person,
    remove_quote,
    save_quote,
    settle_person,
    show_less,
    show_less_of_teller,
)
from stories.forms import PersonForm, QuoteForm, ShowLessForm
from stories.models import ANSWERS, NamingLevel, Story
from stories.models.detector import found_in, jigsaw
from stories.models.findings import stands_in, words_to_search
from stories.permissions import agreement


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_people(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Who else could be recognised, each with how it was settled."""
    story = _own(request, uuid)
    if not story.is_changeable:
        return redirect("story_answers", uuid)
    form = PersonForm(request.POST or None, story=story)
    if form.is_valid():
        _settle(request, story, form)
        return redirect("story_people", uuid)
    words = "\n".join(getattr(story, name) for name in ANSWERS)
    context: dict[str, object] = {"form": form, "story": story, "found": found_in(words)}
    context["people"] = story.people.prefetch_related("asks", "consents__contact")
    context["jigsaw"] = jigsaw(words_to_search(story), has_place=bool(story.place))
    return render(request, "stories/story_people.html", context)


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_person(request: SignedInRequest, uuid: UUID, person: UUID) -> HttpResponse:
    """Change one person in it."""
    story = _own(request, uuid)
    somebody = get_object_or_404(story.people, uuid=person)
    if not story.is_changeable:
        return redirect("story_answers", uuid)
    form = PersonForm(request.POST or None, instance=somebody, story=story)
    if form.is_valid():
        _settle(request, story, form)
        return redirect("story_people", uuid)
    return render(request, "stories/story_person.html", {"form": form, "story": story, "person": somebody})


@members
@require_POST
def story_person_remove(request: SignedInRequest, uuid: UUID, person: UUID) -> HttpResponse:
    """Leave one person out."""
    story = _own(request, uuid)
    if story.is_changeable:
        remove_person(story, person, by=request.user, at=timezone.now())
    return redirect("story_people", uuid)


@members
@require_safe
def story_quotes(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """What people said, in any state of the story: how they are named can be made less at any time."""
    story = _own(request, uuid)
    quotes = story.quotes.select_related("sector").prefetch_related("asks", "consents__contact")
    return render(request, "stories/story_quotes.html", {"story": story, "quotes": quotes})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_quote_add(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Words that somebody said, and how they agree to them."""
    story = _own(request, uuid)
    if not story.is_changeable:
        return redirect("story_quotes", uuid)
    form = QuoteForm(request.POST or None, story=story)
    if form.is_valid():
        _save_quote(request, story, form)
        return redirect("story_quotes", uuid)
    return render(request, "stories/story_quote.html", {"form": form, "story": story})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_quote(request: SignedInRequest, uuid: UUID, quote: UUID) -> HttpResponse:
    """Change the words, who said them, or where they stand."""
    story = _own(request, uuid)
    row = get_object_or_404(story.quotes, uuid=quote)
    if not story.is_changeable:
        return redirect("story_quotes", uuid)
    form = QuoteForm(request.POST or None, instance=row, story=story)
    if form.is_valid():
        _save_quote(request, story, form)
        return redirect("story_quotes", uuid)
    return render(request, "stories/story_quote.html", {"form": form, "story": story, "quote": row})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_quote_naming(request: SignedInRequest, uuid: UUID, quote: UUID) -> HttpResponse:
    """Less of whoever said it, at once and without a check."""
    story = _own(request, uuid)
    row = get_object_or_404(story.quotes, uuid=quote)
    form = ShowLessForm(request.POST or None, now=row.naming)
    if form.is_valid():
        show_less(row, naming=form.cleaned_data["naming"], by=request.user, at=timezone.now())
        messages.success(request, _("Changed. Readers see it like that from now on."))
        return redirect("story_quotes", uuid)
    return render(request, "stories/story_quote_naming.html", {"form": form, "story": story, "quote": row})


@members
@require_http_methods(["GET", "HEAD", "POST"])
def story_naming(request: SignedInRequest, uuid: UUID) -> HttpResponse:
    """Less of the teller, at once and without a check."""
    story = _own(request, uuid)
    mine = agreement(story)
    if mine is None or not mine.is_open or mine.naming == NamingLevel.NONE:
        return redirect("story_answers", uuid)
    form = ShowLessForm(request.POST or None, now=mine.naming)
    if form.is_valid():
        show_less_of_teller(story, by=request.user, naming=form.cleaned_data["naming"], at=timezone.now())
        messages.success(request, _("Changed. Readers see it like that from now on."))
        return redirect("story_answers", uuid)
    stands = stands_in(story, [request.user.contact.name])
    context = {"form": form, "story": story, "mine": mine, "stands": stands}
    return render(request, "stories/story_naming.html", context)


@members
@require_POST
def story_quote_remove(request: SignedInRequest, uuid: UUID, quote: UUID) -> HttpResponse:
    """Leave words out."""
    story = _own(request, uuid)
    if story.is_changeable:
        remove_quote(story, quote, by=request.user, at=timezone.now())
    return redirect("story_quotes", uuid)


def _settle(request: SignedInRequest, story: Story, form: PersonForm) -> None:
    person = form.instance if form.instance.pk else None
    name = form.cleaned_data["shown_as"]
    about = {"person": person, "agreeing": form.agreeing(name), **form.row()}
    _say(request, form, settle_person(story, by=request.user, at=timezone.now(), **about))


def _save_quote(request: SignedInRequest, story: Story, form: QuoteForm) -> None:
    typed = form.cleaned_data["typed"]
    about = {"quote": form.instance if form.instance.pk else None, "typed": typed, **form.row()}
    agreeing = form.agreeing(form.name_of() or _("Somebody"))
    _say(request, form, save_quote(story, by=request.user, at=timezone.now(), agreeing=agreeing, **about))


def _say(request: SignedInRequest, form: PersonForm | QuoteForm, was_written: bool) -> None:
    if not was_written:
        words = _(
            "Saved, but we did not write to them: it is your own address, or many were asked today. Try tomorrow."
        )
        messages.warning(request, words)
    elif form.cleaned_data["how"] == "email":
        messages.success(request, _("We have written to them. You hear from us when they answer."))


def _own(request: SignedInRequest, uuid: UUID) -> Story:
    return get_object_or_404(Story.objects.told_by(request.user).select_related("place"), uuid=uuid)
