"""What organisers do about organisations: who waits for a yes, likely twins, typed names, and email domains."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Min
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import role
from collab.merge import likely_same
from members.actions.organisations import (
    add_organisation,
    approve_domain,
    drop_domain,
    give_row_to_typed,
    may_add_organisation,
)
from members.filters import words_of
from members.forms.organisations import DomainForm, NewOrganisationForm
from members.models import Affiliation, ApprovedDomain, Contact, Organisation, SignedInRequest

A_PAGE, MOST_OFFERED = 50, 20


@role("admin")
@require_safe
def run_organisations(request: SignedInRequest) -> HttpResponse:
    """What waits, and where the lists are kept."""
    waiting = Affiliation.objects.waiting().select_related("contact", "organisation")
    context = {"waiting": waiting[:A_PAGE], "twins": likely_same(), "typed": typed_names().count()}
    return render(request, "pages/organisations/run_organisations.html", context)


def typed_names() -> Any:
    """What people typed and nobody listed, once for each spelling but for case, the most frequent first."""
    nobody = Contact.objects.filter(organisation=None).exclude(organisation_typed="").order_by()
    named = nobody.annotate(typed=Lower("organisation_typed")).values("typed")
    return named.annotate(many=Count("pk"), shown=Min("organisation_typed"))


@role("admin")
@require_safe
def typed_list(request: SignedInRequest) -> HttpResponse:
    """Typed names with how many people typed them."""
    rows = list(typed_names().order_by("-many", "typed")[: A_PAGE + 1])
    context = {"rows": rows[:A_PAGE], "more": len(rows) > A_PAGE}
    return render(request, "pages/organisations/typed_list.html", context)


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def typed_settle(request: SignedInRequest) -> HttpResponse:
    """It is this one: choose among those that are listed; or go on and list it."""
    typed = (request.POST.get("typed") or request.GET.get("typed") or "").replace("\0", "").strip()
    row = Organisation.objects.filter(slug=request.POST.get("organisation", "").replace("\0", "")).first()
    if request.method == "POST" and row is not None and typed:
        many = give_row_to_typed(typed, row, by=request.user)
        messages.success(request, said(many, row))
        return redirect("typed_list")
    words = request.GET.get("q", "")
    offered = Organisation.objects.with_words(words_of(words)) if words else Organisation.objects.named_like(typed)
    people = Contact.objects.with_typed_organisation(typed).count() if typed else 0
    context = {"typed": typed, "q": words, "offered": offered.order_by("name", "pk")[:MOST_OFFERED], "people": people}
    return render(request, "pages/organisations/typed_settle.html", context)


def said(many: int, row: Organisation) -> str:
    """How many people are there now who were not."""
    words = ngettext("%(many)s person is at %(name)s now", "%(many)s people are at %(name)s now", many)
    return words % {"many": many, "name": row.name}


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def typed_make(request: SignedInRequest) -> HttpResponse:
    """Make an organisation of a typed name, and put those who typed it there."""
    typed = (request.POST.get("typed") or request.GET.get("typed") or "").replace("\0", "").strip()[:120]
    form = NewOrganisationForm(request.POST or None, initial={"name": typed})
    if form.is_valid() and not may_add_organisation(request.user, now=timezone.now()):
        form.add_error(None, _("You have listed many today. Go on tomorrow, or ring us"))
    if form.is_valid():
        row = add_organisation(form.filled(), places=form.cleaned_data["places"], by=request.user)
        messages.success(request, said(give_row_to_typed(typed, row, by=request.user), row))
        return redirect("typed_list")
    return render(request, "pages/organisations/typed_make.html", {"form": form, "typed": typed})


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def domain_list(request: SignedInRequest, slug: str) -> HttpResponse:
    """The email domains of one organisation, and a box to add one."""
    row = get_object_or_404(Organisation, slug=slug)
    form = DomainForm(request.POST or None, organisation=row)
    if form.is_valid():
        approve_domain(row, form.cleaned_data["domain"], by=request.user)
        messages.success(request, _("%(domain)s is approved") % {"domain": form.cleaned_data["domain"]})
        return redirect("domain_list", slug)
    context = {"organisation": row, "form": form, "domains": row.approved_domains.order_by("domain")}
    return render(request, "pages/organisations/domain_list.html", context)


@role("admin")
@require_POST
def domain_drop(request: SignedInRequest, slug: str, pk: int) -> HttpResponse:
    """Take one away."""
    domains = ApprovedDomain.objects.select_related("organisation").filter(organisation__slug=slug)
    row = get_object_or_404(domains, pk=pk)
    drop_domain(row, by=request.user)
    messages.success(request, _("%(domain)s is not approved any more") % {"domain": row.domain})
    return redirect("domain_list", slug)
