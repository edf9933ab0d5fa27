"""Two pages or two words for one thing: choose the one that stays, see what would move, make them one."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from collab.kit.access import role
from collab.merge import merge, preview
from commons.models import OldAddress
from members.filters import words_of
from members.models import OldSlug, Organisation, OrganisationKind, Place, SignedInRequest, Topic

MOST_OFFERED = 30


@dataclass(frozen=True)
class Mergeable:
    """One kind of thing of which two can be made one, and where its pages are."""

    model: type[models.Model]
    list_name: str
    list_title: str | Promise


MERGEABLE = {
    "organisation": Mergeable(Organisation, "run_organisations", gettext_lazy("Organisations")),
    "place": Mergeable(Place, "place_list", gettext_lazy("Places")),
    "topic": Mergeable(Topic, "topic_list", gettext_lazy("Topics")),
    "kind": Mergeable(OrganisationKind, "kind_list", gettext_lazy("Kinds of organisation")),
}


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def merge_two(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Without `into`: which one is the same? With it: what would move, and one button."""
    what, into = MERGEABLE[kind], str(request.POST.get("into") or request.GET.get("into") or "")
    old = what.model._default_manager.filter(slug=slug).first()
    if old is None:
        return done_already(request, kind, slug)
    context: dict[str, Any] = {"what": what, "old": old, "kind": kind, "list_url": reverse(what.list_name)}
    if not into:
        words = request.GET.get("q", "")
        context |= {"q": words, "offered": offered(what.model, old, words), "merge_name": f"{kind}_merge"}
        return render(request, "pages/merging/merge_choose.html", context)
    new = get_object_or_404(what.model._default_manager.exclude(pk=old.pk), slug=into.replace("\0", ""))
    if request.method == "POST":
        return make_one(request, what, old, new)
    context |= {"new": new, "preview": preview(old, new), "swap_url": swap(kind, old, new),
                "more_of_old": told_apart(old), "more_of_new": told_apart(new)}  # fmt: skip
    return render(request, "pages/merging/merge_preview.html", context)


def make_one(request: SignedInRequest, what: Mergeable, old: Any, new: Any) -> HttpResponse:
    """Do it, and go where both are now."""
    merge(old, new, by=request.user)
    messages.success(request, _("%(old)s is part of %(new)s now") % {"old": old.name, "new": new.name})
    return redirect(new if isinstance(new, Organisation) else what.list_name)


def done_already(request: SignedInRequest, kind: str, slug: str) -> HttpResponse:
    """Pressed twice: say so kindly. What never was is not found."""
    gone = OldSlug.objects.filter(slug=slug).exclude(**{kind: None}) if kind in ("place", "topic") else None
    path = OldAddress.objects.filter(path=f"/organisations/{slug}/") if kind == "organisation" else None
    if not (gone or path):
        raise Http404
    messages.info(request, _("That is done already"))
    return redirect(MERGEABLE[kind].list_name)


def swap(kind: str, old: Any, new: Any) -> str:
    """The other way round."""
    return f"{reverse(f'{kind}_merge', args=[new.slug])}?into={old.slug}"


def offered(model: type[models.Model], old: Any, words: str) -> list[tuple[Any, str]]:
    """What it may be the same as: found by words, else called alike, else all of a short list."""
    rows: Any = model._default_manager.exclude(pk=old.pk).order_by("name")
    for word in words_of(words):
        rows = rows.filter(name__icontains=word)
    if not words and isinstance(old, Organisation):
        rows = rows.named_like(old.name)
    if isinstance(old, Organisation | Place):
        rows = rows.select_related("sector" if isinstance(old, Organisation) else "parent")
    return [(row, told_apart(row)) for row in rows[:MOST_OFFERED]]


def told_apart(row: Any) -> str:
    """What tells two of one name apart, in words that people know."""
    if isinstance(row, Organisation):
        return ", ".join(filter(None, (row.sector.name, row.kind, row.org_id)))
    if isinstance(row, Place):
        inside = {"kind": row.kind, "place": row.parent}
        return _("%(kind)s in %(place)s") % inside if row.parent else row.kind
    return "" if row.retired_at is None else _("Retired")
