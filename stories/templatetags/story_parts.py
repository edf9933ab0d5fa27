"""How a story's words are laid out: paragraphs, quotes in their place, words explained, lines to check."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from collab.kit.components.events import local_day
from collab.kit.components.library import Components, draw
from collab.kit.holidays import bank_holiday
from groups.models import Group
from members.models import Member, Organisation
from stories.forms import QUESTIONS
from stories.models import ANSWERS, Box, Consent, Story, with_byline
from stories.models.consent import Use
from stories.models.detector import Piece, pieces

register = Components()
STORIES_OF_AN_ORGANISATION = 5
STORIES_ON_A_PANEL = 6
# Working days in which a teller hears.
AIM_IN_DAYS = 3


@dataclass(frozen=True)
class Word:
    """A word that is explained where it first stands."""

    word: str
    meaning: str


@dataclass
class Paragraph:
    """Runs of text, each with the word it explains or nothing, and the notes to show below."""

    runs: list[tuple[str, str]]
    notes: list[Word] = field(default_factory=list)


@dataclass(frozen=True)
class Part:
    """One answer: its heading, its paragraphs, and the quotes that stand below it."""

    heading: str
    paragraphs: list[Paragraph]
    quotes: list[dict[str, str]]


@register.inclusion_tag("stories/_text.html")
def story_text(story: Story) -> dict[str, object]:
    """The body of a story read through `for_reading`."""
    unexplained = [Word(row["word"], row["meaning"]) for row in story.words_explained if row.get("word")]
    return {"parts": list(_parts(story, unexplained)), "took": _took(story)}


def _parts(story: Story, unexplained: list[Word]) -> Iterator[Part]:
    quotes: list[dict[str, str]] = getattr(story, "quotes_shown", [])
    for name in ANSWERS:
        below = [quote for quote in quotes if quote["after"] == name]
        words = getattr(story, name)
        if words.strip() or below:
            lines = [line.strip() for line in words.splitlines() if line.strip()]
            yield Part(_heading(story, name), [_paragraph(line, unexplained) for line in lines], below)


def _heading(story: Story, name: str) -> str:
    is_theirs = story.kind == Story.Kind.ELSEWHERE
    return {
        "who_was_there": "",
        "what_was_wrong": _("What was wrong"),
        "what_we_did": _("What they did") if is_theirs else _("What we did"),
        "what_changed": _("What changed"),
        "what_we_would_tell": _("What they would tell you") if is_theirs else _("What we would tell you"),
    }[name]


def _paragraph(line: str, unexplained: list[Word]) -> Paragraph:
    """The line cut at the first use of each word that has not been explained yet."""
    paragraph = Paragraph([(line, "")])
    for word in list(unexplained):
        for place, (text, is_word) in enumerate(paragraph.runs):
            match = None if is_word else re.search(rf"(?<!\w){re.escape(word.word)}(?!\w)", text, re.IGNORECASE)
            if match:
                cut = [(text[: match.start()], ""), (match.group(), word.meaning), (text[match.end() :], "")]
                paragraph.runs[place : place + 1] = [run for run in cut if run[0]]
                paragraph.notes.append(word)
                unexplained.remove(word)
                break
    return paragraph


def _took(story: Story) -> list[dict[str, str]]:
    return [{"text": line["text"], "cloth": line.get("sector", "")} for line in story.took]


@register.filter("consent_line_of")
def consent_words(story: Story) -> str:
    """How the people in it agreed, or where it was published."""
    rests_on = getattr(story, "rests_on", [])
    if not rests_on:
        return ""
    row = rests_on[0]
    if row["basis"] == Consent.Basis.SOURCE:
        source = ", ".join(str(part) for part in (row["title"], row["publisher"], row["year"]) if part)
        return _("Retold from %(source)s.") % {"source": source}
    at = parse_datetime(row["released_at"]) or timezone.now()
    checked = _("Checked on %(day)s.") % {"day": date_format(local_day(at), "j F Y")}
    return f"{_('Everyone named here has read this story and agreed to be in it.')} {checked}"


@register.simple_tag
def source_url(story: Story) -> str:
    """Where the published source can be read, when it has an address."""
    rests_on = getattr(story, "rests_on", [])
    return str(rests_on[0]["url"]) if rests_on and rests_on[0]["basis"] == Consent.Basis.SOURCE else ""


@register.filter
def kind_label(story: Story) -> str:
    """What a reader has to know about where it comes from; nothing for a story of ours."""
    if story.is_invented or story.kind == Story.Kind.PERSONA:
        return _("Invented for this demo") if story.kind != Story.Kind.PERSONA else _("An invented person")
    return {
        Story.Kind.ELSEWHERE.value: _("An example from elsewhere"),
        Story.Kind.SEQUEL.value: _("What came next"),
    }.get(story.kind, "")


@register.filter
def reading_note(story: Story) -> str:
    """14 November 2026. 4 minutes to read."""
    day = date_format(local_day(story.published_at), "j F Y") if story.published_at else ""
    minutes = _("1 minute to read.") if story.minutes == 1 else _("%(n)d minutes to read.") % {"n": story.minutes}
    return f"{day}. {minutes}" if day else minutes


@register.filter
def card_note(story: Story) -> str:
    """Who tells it, where it comes from, how long it takes: one line on a card."""
    names = " · ".join(row["name"] for row in getattr(story, "names_above", []))
    return " ".join(f"{part}." for part in (names, kind_label(story), reading_note(story).rstrip(".")) if part)


@register.filter
def waited(since: datetime, now: datetime) -> str:
    """Waiting for 3 days; in the first minute, that it has just come."""
    if now - since < timedelta(minutes=1):
        return _("sent just now")
    return _("waiting for %(age)s") % {"age": timesince(since, now)}


@register.filter
def is_past_aim(since: datetime, now: datetime) -> bool:
    """Whether three working days are over."""
    days = (localdate(since) + timedelta(days=n) for n in range(1, (localdate(now) - localdate(since)).days + 1))
    return sum(day.weekday() < 5 and not bank_holiday(day) for day in days) > AIM_IN_DAYS


@register.filter
def short(words: str, most: int = 25) -> str:
    """The first words, whole."""
    kept = words.split()
    return words if len(kept) <= most else " ".join(kept[:most]) + " …"


@register.filter
def marked(text: str) -> list[list[Piece]]:
    """Its paragraphs, each in pieces, for a checker: what the detector found is marked."""
    return [list(pieces(line)) for line in text.splitlines() if line.strip()]


@register.simple_tag
def story_rows(stories: list[Story]) -> SafeString:
    """The rows of a list."""
    return _drawn("stories/_rows.html", stories)


@register.simple_tag
def story_cards(stories: list[Story]) -> SafeString:
    """A few, of which the first is large."""
    return _drawn("stories/_cards.html", stories)


def _drawn(filename: str, stories: list[Story]) -> SafeString:
    # The same stories with the same words are drawn once; which they are is read each time.
    key = tuple(_shown(story) for story in stories)
    return draw(filename, lambda *_key: {"stories": stories}, key, {}, is_part=True)


def _shown(story: Story) -> tuple[Any, ...]:
    # The minutes come from the words, and words do not change without changed_at: counting them was a tenth of a page.
    cloth = story.lead_sector.cloth if story.lead_sector else ""
    picture = (str(story.picture), story.picture_alt, story.picture_focus_x, story.picture_focus_y)
    names = [row["name"] for row in getattr(story, "names_above", [])]
    words = (story.slug, story.title, story.standfirst, story.kind, story.is_invented, story.version)
    return (story.pk, story.changed_at, story.published_at, words, names, cloth, picture)


@register.inclusion_tag("stories/_of_organisation.html")
def stories_of_organisation(organisation: Organisation, user: Member | AnonymousUser) -> dict[str, object]:
    """The newest stories that an organisation is in."""
    told = with_byline(Story.objects.visible_to(user).filter(organisations=organisation)).newest()
    return {"stories": list(told[:STORIES_OF_AN_ORGANISATION])}


@register.simple_tag
def stories_of_group(group: Group, user: Member | AnonymousUser) -> SafeString:
    """What came of it, told: those that this reader may read now."""
    told = with_byline(Story.objects.visible_to(user)).filter(group=group).newest()
    rows = list(told[:STORIES_ON_A_PANEL])
    return render_to_string("stories/_stories_of_group.html", {"stories": rows}) if rows else SafeString()


@register.simple_tag
def five_answers(story: Story) -> list[tuple[str, str]]:
    """Each question with its answer."""
    return [(str(QUESTIONS[name][0]), getattr(story, name)) for name in ANSWERS]


@register.simple_tag
def uses_in_words(consent: Consent | None) -> list[str]:
    """What was ticked."""
    return [str(Use(use).label) for use in consent.uses] if consent else []


@register.simple_tag
def answer_rows(story: Story, consent: Consent | None) -> list[dict[str, Any]]:
    """The lines of check answers, with a link to change each while the story can be changed."""
    rows = [
        _row(story, str(QUESTIONS[name][0]), getattr(story, name), "story_answer", name, voice=True) for name in ANSWERS
    ]
    took_part = ", ".join(str(sector) for sector in story.sectors.all())
    topics = ", ".join(str(topic) for topic in story.topics.all())
    rows += [
        _row(story, _("Title"), story.title, "story_about", voice=True),
        _row(story, _("In short"), story.standfirst, "story_about"),
        _row(story, _("Who worked together"), took_part, "story_about"),
        _row(story, _("Where and when"), ", ".join(filter(None, [_where(story), story.when_text])), "story_about"),
        _row(story, _("About"), topics, "story_about"),
        _row(story, _("What it changed"), ", ".join(str(Box(box).label) for box in story.boxes), "story_about"),
        _row(story, _("What it took"), "\n".join(line["text"] for line in story.took), "story_about"),
    ]
    people = [f"{person.shown_as}: {person.get_settled_display()}" for person in story.people.all()]
    uses = "\n".join(uses_in_words(consent))
    named = consent.get_naming_display() if consent else ""
    return [
        *rows,
        _row(story, _("Picture"), _in_words(story), "story_picture_add"),
        _row(story, _("Who else could be recognised"), "\n".join(people), "story_people"),
        _row(story, _("Where it may be used"), uses, "story_consent"),
        _row(story, _("How you are named"), named, "story_consent"),
    ]


def _in_words(story: Story) -> str:
    return (story.picture_alt or _("Not in words yet")) if story.picture else _("None: a band of cloth is shown")


def _where(story: Story) -> str:
    return story.place_text or (story.place.name if story.place else "")


def _row(story: Story, label: str, value: str, page: str, *question: str, voice: bool = False) -> dict[str, Any]:
    url = f"{reverse(page, args=[story.uuid, *question])}?checking" if story.is_changeable else ""
    return {"label": label, "value": value, "url": url, "voice": voice and bool(value)}
