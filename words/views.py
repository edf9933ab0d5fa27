"""Words we explain, from A to Z; and the pages where organisers keep them."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import everyone, role
from members.models import Sector, SignedInRequest, Topic
from words.actions import remove_word, save_word, set_leads
from words.forms import LeadsForm, WordForm
from words.models import Lead, Word

KINDS: dict[str, Any] = {"sector": Sector, "topic": Topic}


@everyone
@require_safe
def word_list(request: HttpRequest) -> HttpResponse:
    return render(request, "words/word_list.html", {"words": Word.objects.order_by("slug")})


@everyone
@require_safe
def word(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "words/word.html", {"word": get_object_or_404(Word, slug=slug)})


@role("admin")
@require_safe
def word_run(request: SignedInRequest) -> HttpResponse:
    return render(request, "words/word_run.html", {"words": Word.objects.order_by("slug")})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def word_create(request: SignedInRequest) -> HttpResponse:
    return _edit(request, Word())


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def word_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    return _edit(request, get_object_or_404(Word, slug=slug))


def _edit(request: SignedInRequest, row: Word) -> HttpResponse:
    form = WordForm(request.POST or None, instance=row)
    if form.is_valid():
        save_word(form.save(commit=False), by=request.user)
        messages.success(request, _("The word is saved"))
        return redirect("word_run")
    return render(request, "words/word_edit.html", {"form": form, "slug": row.slug if row.pk else ""})


@role("admin")
@require_POST
def word_remove(request: SignedInRequest, slug: str) -> HttpResponse:
    remove_word(get_object_or_404(Word, slug=slug), by=request.user)
    messages.success(request, _("The word is taken out"))
    return redirect("word_run")


@role("admin")
@require_safe
def lead_list(request: SignedInRequest) -> HttpResponse:
    """Each sector and topic, with the plain words that lead there."""
    leads: dict[tuple[str, int | None], list[str]] = {}
    for lead in Lead.objects.order_by("plain"):
        key = ("sector", lead.sector_id) if lead.sector_id else ("topic", lead.topic_id)
        leads.setdefault(key, []).append(lead.plain)
    groups = [(kind, [(row, leads.get((kind, row.pk), [])) for row in model.objects.order_by("name")])
              for kind, model in KINDS.items()]  # fmt: skip
    return render(request, "words/lead_list.html", {"groups": groups})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def lead_edit(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    if kind not in KINDS:
        raise Http404
    target = get_object_or_404(KINDS[kind], slug=slug)
    there = Lead.objects.filter(**{kind: target}).order_by("plain").values_list("plain", flat=True)
    # An empty box is an answer too, so it is asked whether this was sent and not whether it holds anything.
    form = LeadsForm(request.POST if request.method == "POST" else None, initial={"words": "\n".join(there)})
    if form.is_valid():
        set_leads(target, form.cleaned_data["words"], by=request.user)
        messages.success(request, _("The plain words are saved"))
        return redirect("lead_list")
    return render(request, "words/lead_edit.html", {"form": form, "target": target})
