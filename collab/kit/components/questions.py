"""Forms: one field, the error summary, checking answers, filters and pages of a list."""

from collections.abc import Iterable, Mapping
from time import monotonic
from typing import Any, cast

from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.utils import ErrorDict
from django.http import HttpRequest
from django.template import RequestContext
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from collab.kit.components.library import draw, draw_built, register
from collab.kit.filters import ListFilter
from collab.kit.forms import DesignSystemBoundField, error_rows

Context = dict[str, Any]
PANEL_LASTS_SECONDS = 10


@register.simple_tag
def field(bound_field: DesignSystemBoundField, *, heading: bool = False) -> SafeString:
    """One field. heading=True makes its label the h1, on a page that asks one thing."""
    bound_field.heading = heading
    return bound_field.as_field_group()


@register.inclusion_tag("ui/error_summary.html")
def error_summary(form: BaseForm, extra: ErrorDict | BaseForm | None = None) -> Context:
    """What to put right, each line a link to its field. Placed by a page, it is not drawn again by {{ form }}.

    `extra` is a second form on the page, or errors without a field.
    """
    cast(Any, form).summary_is_placed = True
    if not form.is_bound:
        return {"rows": []}
    if isinstance(extra, BaseForm):
        return {"rows": [*error_rows(form), *error_rows(extra)]}
    return {"rows": error_rows(form, extra)}


@register.inclusion_tag("ui/check_answers.html")
def check_answers(rows: Iterable[Mapping[str, Any]]) -> Context:
    """What was answered, with a link to change each. Each row: label, value, and any of url, hidden, voice."""
    return {"rows": rows}


@register.simple_tag(takes_context=True)
def filter_panel(
    context: RequestContext, found: ListFilter | BaseForm, *, clear_url: str = "", label: str = ""
) -> SafeString:
    """The filter beside a list. On a phone it is a button to ?filter=1, where the same form stands alone.

    Put it, then <div class="listing__found">, into <div class="listing">.
    """
    request: HttpRequest = context["request"]
    if request.GET or isinstance(found, BaseForm):
        return render_to_string("ui/filter_panel.html", _panel(request, found, clear_url, label))
    # Without a choice the form is the same for everybody, and took a third of the list's time. Its choices are rows,
    # which may be renamed, so it is drawn anew every ten seconds.
    key = (type(found).__qualname__, request.path, clear_url, label, int(monotonic() // PANEL_LASTS_SECONDS))
    return draw("ui/filter_panel.html", lambda *_key: _panel(request, found, clear_url, label), key, {})


def _panel(request: HttpRequest, found: ListFilter | BaseForm, clear_url: str, label: str) -> Context:
    form = found if isinstance(found, BaseForm) else found.form
    cast(Any, form).marks_optional = False
    params = request.GET.copy()
    params["filter"] = "1"
    return {
        "form": form,
        "alone": request.GET.get("filter") == "1",
        "open_url": f"?{params.urlencode()}",
        "action": request.path,
        "clear_url": clear_url or request.path,
        "chosen": sum(1 for bound in form.visible_fields() if any(request.GET.getlist(bound.name))),
        "label": label,
    }


@register.inclusion_tag("ui/chosen.html")
def chosen_filters(chosen: Iterable[Mapping[str, str]], clear_url: str = "") -> Context:
    """What the list is narrowed to, as sentences: {text: "In Fellbeck", url: the address without it}."""
    return {"chosen": chosen, "clear_url": clear_url}


@register.inclusion_tag("ui/result_head.html")
def result_head(count: int, one: str, many: str, *, capped: bool = False) -> Context:
    """How many were found: "1 story", "12 stories", or "more than 1,000 stories" when the count was capped."""
    return {"count": count, "word": one if count == 1 else many, "capped": capped}


@register.simple_tag(takes_context=True)
def pager(
    context: RequestContext,
    page_obj: Page | None = None,
    *,
    previous_url: str = "",
    next_url: str = "",
    label: str = "",
) -> SafeString:
    """Pages of a list: from a Page, or from two addresses where the list is paged by key."""
    here: dict[str, Any] = {"previous_url": previous_url, "next_url": next_url, "label": label, "number": None}
    if page_obj is not None:
        request: HttpRequest = context["request"]
        if page_obj.has_previous():
            here["previous_url"] = _page_address(request, page_obj.previous_page_number())
        if page_obj.has_next():
            here["next_url"] = _page_address(request, page_obj.next_page_number())
        here |= {"number": page_obj.number, "of": page_obj.paginator.num_pages}
    return draw_built("ui/pager.html", here)


def _page_address(request: HttpRequest, number: int) -> str:
    params = request.GET.copy()
    params["page"] = str(number)
    return f"?{params.urlencode()}"
