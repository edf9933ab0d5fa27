"""Dates, events, who is coming, and numbers as bars of cloth."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collab.kit.components.library import register
from collab.kit.sentences import full_stop_after

Context = dict[str, Any]
WIDTHS = 60  # how many grow classes _layout.scss has


@register.inclusion_tag("ui/date_block.html")
def date_block(day: date, *, big: bool = False, past: bool = False, tag: str = "div") -> Context:
    """Wed 18 Nov on a stitched square. Inside a <dl>, tag="dt"."""
    return {"day": local_day(day), "big": big, "past": past, "tag": tag}


@register.inclusion_tag("ui/event_row.html")
def event_row(
    title: str,
    url: str,
    *,
    day: date,
    when: str,
    where: str = "",
    facts: Sequence[str] = (),
    status: str = "",
    tone: str = "plain",
    past: bool = False,
) -> Context:
    """One date in a list: the title is the link; status is a tag such as "Full" or "You have a place"."""
    return {
        "title": title, "url": url, "day": local_day(day), "when": when, "where": str(where),
        "facts": facts, "status": status, "tone": tone, "past": past,
    }  # fmt: skip


@register.inclusion_tag("ui/chips.html")
def event_facts(facts: Iterable[str]) -> Context:
    """Step-free, hearing loop, quiet room: what is true of the room."""
    return {"facts": facts}


@register.inclusion_tag("ui/sector_mix.html")
def sector_mix(rows: Iterable[tuple[str, int, str]]) -> Context:
    """Who is coming, as a strip of cloth and its key. Rows: (cloth, count, "9 residents"); none shows nothing."""
    shown = [(cloth, count, words) for cloth, count, words in rows if count]
    return {"rows": [(cloth, _share(count, shown), words) for cloth, count, words in shown]}


@register.inclusion_tag("ui/bars.html")
def bars(rows: Iterable[tuple[str, int, str]], *, maximum: int = 0) -> Context:
    """Counts as bars of cloth with their words: (cloth, count, "Council")."""
    given = list(rows)
    most = max([maximum, *(count for _cloth, count, _word in given)], default=0) or 1
    drawn = [(cloth, count, word, max(1, round(WIDTHS * count / most))) for cloth, count, word in given]
    return {"rows": [(cloth, count, word, width, WIDTHS - width) for cloth, count, word, width in drawn]}


register.filter(full_stop_after)


@register.filter
def day_words(value: date | datetime | None) -> str:
    """Wednesday 18 November, with the year when it is not this one."""
    if value is None:
        return ""
    day = local_day(value)
    return written(day, "l j F" if day.year == timezone.localdate().year else "l j F Y")


def written(day: date, form: str) -> str:
    """A day in Django's letters for dates, such as "j F"."""
    return _written(day, form, get_language())


# A month of emails names the same few days again and again, and Django looks up each word of them.
@lru_cache(maxsize=1024)
def _written(day: date, form: str, _language: str | None) -> str:
    return date_format(day, form)


@register.filter
def clock(value: datetime | time | None) -> str:
    """5:30pm, 7pm, midday."""
    if value is None:
        return ""
    at = timezone.localtime(value).time() if isinstance(value, datetime) and timezone.is_aware(value) else value
    if (at.hour, at.minute) in {(12, 0), (0, 0)}:
        return _("midday") if at.hour else _("midnight")
    minutes = f":{at.minute:02d}" if at.minute else ""
    return f"{at.hour % 12 or 12}{minutes}{'pm' if at.hour >= 12 else 'am'}"


@register.filter
def until(start: datetime | time, end: datetime | time) -> str:
    """5:30pm to 7pm."""
    return _("%(start)s to %(end)s") % {"start": clock(start), "end": clock(end)}


def local_day(value: date | datetime) -> date:
    """The day it is in this network's time zone."""
    if isinstance(value, datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _share(count: int, rows: Sequence[tuple[str, int, str]]) -> int:
    """A width from 1 to 60: the count itself while it fits, else its share."""
    most = max(number for _cloth, number, _words in rows)
    return count if most <= WIDTHS else max(1, round(WIDTHS * count / most))
