"""Organisations, open to everyone; the people in them, to members."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from members.filters import OrganisationFilter, chosen
from members.models import Organisation, Profile
from members.views.people import A_PAGE


@everyone
@require_safe
def organisation_list(request: HttpRequest) -> HttpResponse:
    found = OrganisationFilter(request.GET, Organisation.objects.select_related("sector"))
    page = Paginator(found.qs, A_PAGE).get_page(request.GET.get("page"))
    context = {"filter": found, "page": page, "chosen": chosen(found, request.GET)}
    return render(request, "members/organisation_list.html", context)


@everyone
@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    rows = Organisation.objects.select_related("sector").prefetch_related("places")
    row = get_object_or_404(rows, slug=slug)
    people = Profile.objects.visible_to(request.user).in_rows().filter(member__contact__organisation=row)
    return render(request, "members/organisation.html", {"organisation": row, "people": people[:50]})
