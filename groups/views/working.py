"""What a group agrees, wants to change and writes down, and when it meets next."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collab.kit.access import members, require
from groups.actions.leading import set_next_date
from groups.actions.working import TooMany, add_outcome, change_note, move_outcome, remove_note, write_note
from groups.forms import MoveForm, NextForm, NoteForm, OutcomeForm
from groups.models import Group
from groups.permissions import can_change_note, most_outcomes
from groups.views.finding import find, unless_closed, within_a_day
from members.models import SignedInRequest

NOTES_ON_A_PAGE, DATES_A_DAY = 20, 20


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_notes(request: SignedInRequest, slug: str) -> HttpResponse:
    """Notes and decisions, newest first; a box for one more."""
    here = find(request, slug)
    form = NoteForm(request.POST or None)
    if request.method == "POST":
        require(here.keeps)
        if form.is_valid():
            write_note(here.group, by=request.user, at=timezone.now(), **form.cleaned_data)
            messages.success(request, _("The note is kept"))
            return redirect("group_notes", slug)
    notes = here.group.notes.visible_to(request.user, here.mine).newest_first()
    page = Paginator(notes, NOTES_ON_A_PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "groups/group_notes.html",
        {"form": form, "group": here.group, "here": here, "page": page, "is_list": True},
    )


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_note(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """Put a note right, or take it out."""
    here = find(request, slug)
    note = get_object_or_404(here.group.notes.visible_to(request.user, here.mine), uuid=uuid)
    require(can_change_note(here.group, here.mine, note))
    form = NoteForm(request.POST or None, initial={"words": note.words, "kind": note.kind, "day": note.day})
    if "remove" in request.POST:
        remove_note(note, by=request.user)
        return redirect("group_notes", slug)
    if form.is_valid():
        words, kind, day = (form.cleaned_data[name] for name in ("words", "kind", "day"))
        change_note(note, words=words, kind=kind, day=day, by=request.user)
        return redirect("group_notes", slug)
    return render(request, "groups/group_note.html", {"form": form, "group": here.group, "note": note})


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_next(request: SignedInRequest, slug: str) -> HttpResponse:
    """When and where it meets next; its people are told."""
    here = find(request, slug)
    require(here.keeps)
    coming = here.group.next_on if here.group.meets_next(timezone.localdate()) else None
    form = NextForm(request.POST or None, initial={"next_on": coming, "next_where": here.group.next_where})
    if form.is_valid() and within_a_day(form, "groups.next_date", request.user, DATES_A_DAY):
        set_next_date(here.group, by=request.user, at=timezone.now(), **form.cleaned_data)
        messages.success(request, _("The next date is saved, and the group is told"))
        return redirect(here.group)
    return render(request, "groups/group_next.html", {"form": form, "group": here.group})


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_outcome_create(request: SignedInRequest, slug: str) -> HttpResponse:
    """One more thing that will be different."""
    here = find(request, slug)
    require(here.keeps)
    form = OutcomeForm(request.POST or None)
    if form.is_valid():
        try:
            add_outcome(here.group, by=request.user, at=timezone.now(), **form.cleaned_data)
        except TooMany:
            form.add_error(None, too_many(here.group))
        else:
            return redirect(f"{here.group.get_absolute_url()}#outcomes")
    context = {"form": form, "group": here.group, "most": most_outcomes(here.group)}
    return render(request, "groups/group_outcome_create.html", context)


def too_many(group: Group) -> str:
    words = _("A group holds %(n)d outcomes in view. Let one go first.")
    return words % {"n": most_outcomes(group)}


@members
@require_http_methods(["GET", "HEAD", "POST"])
@unless_closed
def group_outcome(request: SignedInRequest, slug: str, uuid: UUID) -> HttpResponse:
    """One outcome with all that was said of it; whoever keeps the notes says how far it is."""
    here = find(request, slug)
    outcome = get_object_or_404(here.group.outcomes, uuid=uuid)
    form = MoveForm(request.POST or None, initial={"state": outcome.state})
    if request.method == "POST":
        require(here.keeps)
        if form.is_valid():
            try:
                move_outcome(outcome, by=request.user, at=timezone.now(), **form.cleaned_data)
                return redirect("group_outcome", slug, uuid)
            except TooMany:
                form.add_error(None, too_many(here.group))
    steps = outcome.steps.select_related("by__contact")
    context = {"form": form, "group": here.group, "here": here, "outcome": outcome, "steps": steps[:100]}
    return render(request, "groups/group_outcome.html", context)
