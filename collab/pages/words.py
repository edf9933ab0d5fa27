"""Pages of words: about, help, accessibility, privacy and the house rules, as organisers last saved them."""

from functools import lru_cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.views.decorators.http import require_safe

from collab.kit.access import everyone
from collab.kit.markdown import as_html, fill
from collab.privacy.terms import all_said
from commons.models import PAGES, NetworkSettings, PageName

TEXTS = Path(__file__).parent / "texts"


@lru_cache(maxsize=len(PageName))
def first_words(page: str) -> tuple[str, str]:
    """What the release brings: its first paragraph, and the rest."""
    lede, _blank, text = (TEXTS / f"{page}.md").read_text(encoding="utf-8").partition("\n\n")
    return lede.strip(), text.strip() + "\n"


def words_now(page: str) -> tuple[str, str]:
    """What readers see: the newest version, else the first words. From the process's copy."""
    return PAGES.now().get(page) or first_words(page)


def values() -> dict[str, str]:
    """What stands for {name} and its like."""
    network = NetworkSettings.current()
    ring = render_to_string("ui/ring_or_write.html", {"network": network})
    words = {"name": network.name, "area": network.area, "phone": network.phone, "hours": network.hours}
    kept = render_to_string("pages/_retention.html", {"kinds": all_said()})
    return {**words, "email": network.email, "ring_or_write": SafeString(ring), "what_we_keep": SafeString(kept)}


def as_page(page: str, lede: str, text: str) -> dict[str, object]:
    """The words as they are shown."""
    known = values()
    return {
        "page": page,
        "page_title": PageName(page).label,
        "lede": fill(escape(lede), known),
        "text": as_html(text, known),
    }


def show(request: HttpRequest, page: PageName) -> HttpResponse:
    return render(request, "pages/words.html", as_page(page, *words_now(page)))


@everyone
@require_safe
def about(request: HttpRequest) -> HttpResponse:
    return show(request, PageName.ABOUT)


@everyone
@require_safe
def help_page(request: HttpRequest) -> HttpResponse:
    return show(request, PageName.HELP)


@everyone
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return show(request, PageName.ACCESSIBILITY)


@everyone
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return show(request, PageName.PRIVACY)


@everyone
@require_safe
def house_rules(request: HttpRequest) -> HttpResponse:
    return show(request, PageName.HOUSE_RULES)
