"""The small part of Markdown that edited pages are written in: headings, lists, bold, links and tables. No HTML."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, cast

from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

SAFE_LINK = re.compile(r"(https?://|mailto:|tel:|/(?!/)|#)", re.IGNORECASE)
NUMBERED = re.compile(r"(\d+)\. ")
OFF = ["image", "html_block", "html_inline", "code", "fence", "blockquote", "hr", "lheading", "autolink", "reference"]

reader = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable("table").disable(OFF)
renderer = cast(RendererHTML, reader.renderer)
# Besides what the package refuses (javascript:, data: …), anything that is not plainly a page, an email or a phone.
reader.validateLink = lambda url: bool(SAFE_LINK.match(url))  # type: ignore[method-assign]


@lru_cache(maxsize=64)
def _as_html(text: str) -> SafeString:
    tokens = reader.parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type in {"heading_open", "heading_close"}:
            # The page has its h1 already, and four levels are too many.
            token.tag = {"h1": "h2", "h2": "h2"}.get(token.tag, "h3")
        if token.type == "inline" and before is not None and before.type == "heading_open":
            number_heading(before, token)
    name_columns(tokens)
    return SafeString(renderer.render(tokens, reader.options, {}))


def number_heading(opening: Token, words: Token) -> None:
    """A heading that begins with a number can be pointed at: "3. Be kind" is #rule-3."""
    if number := NUMBERED.match(words.content):
        opening.attrSet("id", f"rule-{number[1]}")


def name_columns(tokens: Sequence[Token]) -> None:
    """Each cell of a table knows the head of its column, which a phone shows in front of it."""
    heads: list[str] = []
    at = 0
    for token, following in zip(tokens, [*tokens[1:], None], strict=True):
        if token.type == "table_open":
            heads = []
            token.attrSet("class", "table table--kept")
        elif token.type == "tr_open":
            at = 0
        elif token.type == "th_open" and following is not None:
            token.attrSet("scope", "col")
            heads.append(following.content)
        elif token.type == "td_open":
            token.attrSet("data-head", heads[at] if at < len(heads) else "")
            at += 1


def as_html(text: str, values: Mapping[str, str]) -> SafeString:
    """The text as a page, with {name} and its like filled in. A value is words, and is never read as Markdown."""
    html = _as_html(text.replace("\r\n", "\n"))
    # A table or a box that stands alone takes the paragraph's place, since no paragraph may hold one.
    whole = {f"<p>{{{key}}}</p>": f"{{{key}}}" for key, value in values.items() if value.lstrip().startswith("<div")}
    for paragraph, gap in whole.items():
        html = SafeString(html.replace(paragraph, gap))
    return fill(html, values)


def fill(html: SafeString, values: Mapping[str, str]) -> SafeString:
    """Each {key} that is known, escaped; what is not known stays as it was typed."""
    return SafeString(re.sub(r"\{(\w+)\}", lambda gap: conditional_escape(values.get(gap[1], gap[0])), html))


def table_words() -> str:
    """What a screen reader says of a table that may be scrolled sideways."""
    return str(_("Table"))


def _open_table(tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    frame = f'<div class="table-scroll" role="region" tabindex="0" aria-label="{escape(table_words())}">'
    return frame + renderer.renderToken(tokens, at, options, env)


def _close_table(tokens: Sequence[Token], at: int, options: Any, env: Any) -> str:
    return renderer.renderToken(tokens, at, options, env) + "</div>"


renderer.rules["table_open"] = _open_table  # type: ignore[assignment]
renderer.rules["table_close"] = _close_table  # type: ignore[assignment]
