"""The lists that organisers keep: topics, kinds of organisation and sectors. Used in every app, so kept out here."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import role
from collab.merge import delete_unused, how_often, uses
from members.actions.vocabularies import add_word, change_sector, rename_word, retire_word
from members.forms.vocabularies import SectorForm, WordForm
from members.models import OrganisationKind, Sector, SignedInRequest, Topic


@dataclass(frozen=True)
class Vocabulary:
    """One list, and what it is called on its pages."""

    model: type[Topic] | type[OrganisationKind]
    title: str | Promise
    one: str | Promise
    add: str | Promise


TOPICS = Vocabulary(Topic, gettext_lazy("Topics"), gettext_lazy("topic"), gettext_lazy("Add a topic"))
KINDS = Vocabulary(
    OrganisationKind, gettext_lazy("Kinds of organisation"), gettext_lazy("kind"), gettext_lazy("Add a kind")
)
VOCABULARIES = {"topic": TOPICS, "kind": KINDS}


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def word_list(request: SignedInRequest, kind: str) -> HttpResponse:
    """All of them, how often each is used, and a box to add one."""
    vocabulary = VOCABULARIES[kind]
    form = WordForm(request.POST or None, model=vocabulary.model)
    if form.is_valid():
        row = add_word(vocabulary.model, form.cleaned_data["name"], by=request.user)
        messages.success(request, _("%(name)s is on the list") % {"name": row.name})
        return redirect(f"{kind}_list")
    rows = how_often(list(vocabulary.model.objects.order_by("name")))
    context = {"vocabulary": vocabulary, "form": form, "rows": rows, "edit": f"{kind}_edit"}
    return render(request, "pages/vocabularies/word_list.html", context)


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def word_edit(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """One word: another name, and what else can be done with it."""
    vocabulary = VOCABULARIES[kind]
    row = get_object_or_404(vocabulary.model, slug=slug)
    form = WordForm(request.POST or None, model=vocabulary.model, row=row)
    if form.is_valid():
        rename_word(row, form.cleaned_data["name"], by=request.user)
        messages.success(request, _("It is called %(name)s now") % {"name": row.name})
        return redirect(f"{kind}_list")
    names = {name: f"{kind}_{name}" for name in ("list", "retire", "delete", "merge")}
    context = {"vocabulary": vocabulary, "form": form, "row": row, "uses": uses(row), "names": names}
    return render(request, "pages/vocabularies/word_edit.html", context)


@role("admin")
@require_POST
def word_retire(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Offer it no more, or again."""
    row = get_object_or_404(VOCABULARIES[kind].model, slug=slug)
    is_back = request.POST.get("say") == "back"
    retire_word(row, at=None if is_back else timezone.now(), by=request.user)
    words = _("%(name)s is offered again") if is_back else _("%(name)s is not offered any more")
    messages.success(request, words % {"name": row.name})
    return redirect(f"{kind}_list")


@role("admin")
@require_POST
def word_delete(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Only what nothing uses goes."""
    row = get_object_or_404(VOCABULARIES[kind].model, slug=slug)
    if delete_unused(row, by=request.user):
        messages.success(request, _("%(name)s is gone") % {"name": row.name})
        return redirect(f"{kind}_list")
    messages.info(
        request, _("%(name)s is in use, so it was not deleted. You can stop offering it") % {"name": row.name}
    )
    return redirect(f"{kind}_edit", slug)


@role("admin")
@require_safe
def sector_list(request: SignedInRequest) -> HttpResponse:
    """The ten sectors in their order."""
    return render(request, "pages/vocabularies/sector_list.html", {"sectors": Sector.objects.order_by("order", "pk")})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def sector_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Its names and its number in the row."""
    row = get_object_or_404(Sector, slug=slug)
    form = SectorForm(request.POST or None, instance=row)
    if form.is_valid():
        change_sector(form.save(commit=False), by=request.user)
        messages.success(request, _("%(name)s is saved") % {"name": row.name})
        return redirect("sector_list")
    return render(request, "pages/vocabularies/sector_edit.html", {"form": form, "cloth": row.cloth})
