"""Places as a tree: add, rename, move, and take away what nothing uses. Used in every app, so kept out here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import role
from collab.merge import delete_unused, how_often, uses
from members.actions.vocabularies import InARing, add_place, change_place
from members.forms.vocabularies import PlaceForm
from members.models import Place, SignedInRequest


@role("admin")
@require_safe
def place_list(request: SignedInRequest) -> HttpResponse:
    """The tree, and how often each place is used."""
    rows = [(place, uses, min(place.depth, 5)) for place, uses in how_often(Place.objects.as_tree())]
    return render(request, "pages/places/place_list.html", {"rows": rows})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def place_create(request: SignedInRequest) -> HttpResponse:
    """One more."""
    within = Place.objects.filter(slug=request.GET.get("in", "").replace("\0", "")).first()
    form = PlaceForm(request.POST or None, initial={"parent": within and within.pk})
    if form.is_valid():
        place = add_place(form.cleaned_data, by=request.user)
        messages.success(request, _("%(name)s is in the tree") % {"name": place.name})
        return redirect("place_list")
    return render(request, "pages/places/place_create.html", {"form": form})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def place_edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Rename it, or move it with all that lies inside it."""
    place = get_object_or_404(Place, slug=slug)
    name, form = place.name, PlaceForm(request.POST or None, instance=place)
    if form.is_valid() and moved(form, request):
        messages.success(request, _("%(name)s is saved") % {"name": place.name})
        return redirect("place_list")
    used = uses(place)
    return render(request, "pages/places/place_edit.html", {"form": form, "slug": slug, "name": name, "uses": used})


def moved(form: PlaceForm, request: SignedInRequest) -> bool:
    """Saved, unless somebody moved a place meanwhile so that this one would lie inside itself."""
    try:
        change_place(form.save(commit=False), by=request.user)
    except InARing:
        form.add_error("parent", _("That place lies inside this one. Choose another"))
        return False
    return True


@role("admin")
@require_POST
def place_delete(request: SignedInRequest, slug: str) -> HttpResponse:
    """Only what nothing uses goes."""
    place = get_object_or_404(Place, slug=slug)
    if delete_unused(place, by=request.user):
        messages.success(request, _("%(name)s is gone") % {"name": place.name})
        return redirect("place_list")
    messages.info(request, _("%(name)s is in use, so it was not deleted") % {"name": place.name})
    return redirect("place_edit", slug)
