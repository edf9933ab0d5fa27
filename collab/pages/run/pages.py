"""Edit a page of words: see it first, save it, read what changed, bring an earlier one back."""

from difflib import ndiff

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collab.kit.access import role
from collab.pages.run.entries import names_of
from collab.pages.run.pages_forms import PageForm, check_words
from collab.pages.words import as_page, first_words
from commons.models import ChangedMeanwhile, PageName, PageVersion, save_page
from members.models import SignedInRequest

ADDRESSES = {
    PageName.ABOUT: "about",
    PageName.HELP: "help",
    PageName.HOUSE_RULES: "house_rules",
    PageName.PRIVACY: "privacy",
    PageName.ACCESSIBILITY: "accessibility",
}


def known(page: str) -> PageName:
    """One of the pages there are."""
    if page not in PageName.values:
        raise Http404
    return PageName(page)


@role("admin")
@require_safe
def run_pages(request: SignedInRequest) -> HttpResponse:
    newest = {row.page: row for row in PageVersion.objects.order_by("page", "-number").distinct("page")}
    names = names_of(row.by for row in newest.values())
    rows = [
        {"name": page.value, "title": page.label, "version": newest.get(page), "by": by_of(newest.get(page), names)}
        for page in PageName
    ]
    return render(request, "pages/run/pages.html", {"rows": rows})


def by_of(version: PageVersion | None, names: dict) -> str:
    return names.get(version.by, _("somebody who has left")) if version else ""


@role("admin")
@require_http_methods(["GET", "HEAD", "POST"])
def run_page(request: SignedInRequest, page: str) -> HttpResponse:
    """Its words in a box. "See it first" shows them as readers would, and saves nothing."""
    name = known(page)
    newest = PageVersion.objects.newest(name)
    lede, text = (newest.lede, newest.text) if newest else first_words(name)
    begun = {"lede": lede, "text": text, "after": newest.number if newest else 0}
    form = PageForm(request.POST or None, page=name, initial=begun)
    if form.is_valid() and "preview" not in request.POST and saved(request, name, form):
        messages.success(request, _("Saved. Readers see it within ten seconds"))
        return redirect("run_page", page)
    shown = as_page(name, form.cleaned_data["lede"], form.cleaned_data["text"]) if form.is_valid() else None
    context = {"form": form, "name": name, "shown": shown, "url": reverse(ADDRESSES[name])}
    return render(request, "pages/run/page.html", context)


def saved(request: SignedInRequest, page: PageName, form: PageForm) -> bool:
    """Save it, or say on the form that somebody else was faster. What was typed stays."""
    try:
        save_page(page, **form.cleaned_data, by=request.user.uuid, at=timezone.now())
    except ChangedMeanwhile:
        words = _(
            "Somebody else saved this page while you wrote. Look at the history, then put your words in once more"
        )
        form.add_error(None, words)
        return False
    return True


@role("admin")
@require_safe
def run_page_history(request: SignedInRequest, page: str) -> HttpResponse:
    """Every version, newest first, with who saved it."""
    name = known(page)
    versions = list(PageVersion.objects.filter(page=name)[:200])
    names = names_of(version.by for version in versions)
    rows = [(version, by_of(version, names)) for version in versions]
    return render(request, "pages/run/page_history.html", {"name": name, "rows": rows})


@role("admin")
@require_safe
def run_page_version(request: SignedInRequest, page: str, number: int) -> HttpResponse:
    """What this version changed, line by line. Number 0 is what the release brought."""
    name = known(page)
    lede, text = words_of(name, number)
    before = words_of(name, number - 1) if number else ("", "")
    newest = PageVersion.objects.newest(name)
    context = {
        "name": name,
        "number": number,
        "changes": changes(f"{before[0]}\n\n{before[1]}", f"{lede}\n\n{text}") if number else [],
        "shown": as_page(name, lede, text),
        "is_newest": number == (newest.number if newest else 0),
    }
    return render(request, "pages/run/page_version.html", context)


def words_of(page: PageName, number: int) -> tuple[str, str]:
    """The first sentence and the text of one version."""
    if number == 0:
        return first_words(page)
    version = get_object_or_404(PageVersion, page=page, number=number)
    return version.lede, version.text


def changes(before: str, after: str) -> list[tuple[str, str]]:
    """Lines that were taken out and put in, with their neighbours left out."""
    marks = {"- ": "out", "+ ": "in"}
    lines = ndiff(before.splitlines(), after.splitlines())
    return [(marks[line[:2]], line[2:]) for line in lines if line[:2] in marks and line[2:].strip()]


@role("admin")
@require_POST
def run_page_bring_back(request: SignedInRequest, page: str, number: int) -> HttpResponse:
    """An earlier version's words as the next version: nothing in between is lost."""
    name = known(page)
    lede, text = words_of(name, number)
    newest = PageVersion.objects.newest(name)
    after = newest.number if newest else 0
    try:
        check_words(name, text)
        save_page(name, lede=lede, text=text, after=after, by=request.user.uuid, at=timezone.now(), brought_back=number)
        messages.success(request, _("That version is back"))
    except ValidationError as missing:
        messages.warning(request, _("That version cannot come back as it was. %(why)s") % {"why": missing.message})
    except ChangedMeanwhile:
        messages.warning(request, _("Somebody else saved this page just now. Look at the history once more"))
    return redirect("run_page_history", page)
