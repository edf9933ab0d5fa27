"""What somebody typed after "Who do I know in", as a question to the index."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.search import SearchQueryField
from django.db.models import Func, Value

from collab.kit.copies import Copy
from members.models import Place, Sector, Topic
from words.models import SMALL, Ways, plain, ways_now

MOST_WORDS, LONGEST_PHRASE, COPY_LASTS_SECONDS = 6, 3, 10
# Where in an entry a word stands.
OFFERS, ASKS, NOT_ASKS = "A", "B", "ACD"


# The question itself, which some type in full.
QUESTION = re.compile(r"^(who(m|ever)?\b\s*)?(do\s+(i|we)\s+know\b\s*)?(in\s+|at\s+)?", re.IGNORECASE)


def without_question(typed: str) -> str:
    """What somebody asks about: "who do I know in housing?" asks about housing."""
    words = " ".join(typed.replace("?", " ").split())
    return QUESTION.sub("", words) or words


def sector_code(pk: int) -> str:
    """A sector as a word of the index. No text of a person's can hold one: the parser never makes it."""
    return f"~s{pk}"


def topic_code(pk: int) -> str:
    return f"~t{pk}"


def place_code(pk: int) -> str:
    return f"~p{pk}"


@dataclass
class Term:
    """A word or a short phrase, and where the words list says that it leads."""

    text: str
    codes: list[str] = field(default_factory=list)


@dataclass
class Wanted:
    """Every term must be met; each by the person's own words or by where it leads."""

    terms: list[Term]

    @classmethod
    def read(cls, typed: str) -> "Wanted":
        """The first few words; small ones such as "in" only where nothing else was typed."""
        found = re.findall(r"\w+(?:['’]\w+)*", typed.replace("\0", " ").lower().replace("-", " "))
        words = ([word for word in found if word not in SMALL] or found)[:MOST_WORDS]
        return cls(list(_terms(words)))

    @property
    def leads_all_the_way(self) -> bool:
        """Whether each term is the name of a subject or a place, so that "in housing" reads well."""
        return bool(self.terms) and all(term.codes for term in self.terms)

    @property
    def question(self) -> Func:
        """All terms, as PostgreSQL asks them."""
        return all_of(_question_of(term) for term in self.terms)

    def led_to(self) -> list[str]:
        """The names of the topics, sectors and places that the words lead to, where the words are others."""
        names = CODES.now().names
        found = {names[code] for term in self.terms for code in term.codes if code in names}
        typed = {plain(term.text) for term in self.terms}
        return sorted(name for name in found if plain(name) not in typed)


def _terms(words: list[str]) -> Iterable[Term]:
    """The longest phrases that lead somewhere first: "older people" before "older" and "people"."""
    ways, places = ways_now(), places_now().by_name
    start = 0
    while start < len(words):
        for length in range(min(LONGEST_PHRASE, len(words) - start), 0, -1):
            phrase = " ".join(words[start : start + length])
            codes = _codes(ways.get(plain(phrase)), places.get(plain(phrase)))
            if codes or length == 1:
                yield Term(phrase, codes)
                start += length
                break


def _codes(ways: Ways | None, place: int | None) -> list[str]:
    topics, sectors = (ways.topics, ways.sectors) if ways else (set(), set())
    found = [*map(topic_code, sorted(topics)), *map(sector_code, sorted(sectors))]
    return [*found, place_code(place)] if place else found


def _question_of(term: Term) -> Func:
    """The words by their stems, or as the beginning of one, or what the words list adds."""
    # Who looks for somebody in housing is not in housing.
    where = NOT_ASKS if term.codes else ""
    asked: list[Any] = [has_stems_of(term.text, where=where)]
    asked += [begins_with(term.text, where=where)] if " " not in term.text and len(term.text) > 2 else []
    asked += [has_code(*term.codes)] if term.codes else []
    return Func(*asked, arg_joiner=" || ", template="(%(expressions)s)", output_field=ASKED)


ASKED = SearchQueryField()


def begins_with(word: str, *, where: str = "") -> Func:
    """Any word that begins so. Such a word holds letters and numbers only, so it can be quoted plainly."""
    quoted = "'{}':*{}".format(word.replace("'", "''"), where)
    return Func(Value(quoted), template="(%(expressions)s)::tsquery", output_field=ASKED)


def has_code(*codes: str) -> Func:
    """Any of these sectors, topics or places."""
    either = " | ".join(f"'{code}'" for code in codes)
    return Func(Value(either), template="(%(expressions)s)::tsquery", output_field=ASKED)


def said_in(where: str, typed: str) -> Func:
    """All of these words in what a person offers (A) or looks for (B)."""
    terms = Wanted.read(typed).terms or [Term("")]
    return all_of(has_stems_of(term.text, where=where) for term in terms)


def has_stems_of(words: str, *, where: str = "") -> Func:
    """All of these words in any of their forms, anywhere or in these parts of an entry only."""
    template = "plainto_tsquery('english', %(expressions)s)"
    if where:
        # PostgreSQL has no function that weighs a question, so its text is: 'damp' becomes 'damp':A.
        template = f"regexp_replace({template}::text, '''(?=$| &)', ''':{where}', 'g')::tsquery"
    return Func(Value(words), template=template, output_field=ASKED)


def all_of(questions: Iterable[Func]) -> Func:
    """Every one of them."""
    return Func(*questions, arg_joiner=" && ", template="(%(expressions)s)", output_field=ASKED)


@dataclass
class Places:
    """The tree of places, small enough for each process to hold."""

    by_name: dict[str, int]
    parents: dict[int, int | None]

    def with_all_round(self, pk: int) -> list[int]:
        """The place and each that it lies in. A loop in the rows ends where it began."""
        found: list[int] = []
        here: int | None = pk
        while here is not None and here not in found:
            found.append(here)
            here = self.parents.get(here)
        return found


def _read_places() -> Places:
    rows = list(Place.objects.order_by("-pk").values_list("pk", "name", "parent"))
    return Places({plain(name): pk for pk, name, _parent in rows}, {pk: parent for pk, _name, parent in rows})


@dataclass
class Codes:
    """The sectors, topics and places, by their codes and by their slugs."""

    names: dict[str, str] = field(default_factory=dict)
    by_slug: dict[tuple[str, str], str] = field(default_factory=dict)


def _read_codes() -> Codes:
    found = Codes()
    kinds = (("sector", Sector, sector_code), ("topic", Topic, topic_code), ("place", Place, place_code))
    for kind, model, code in kinds:
        for pk, slug, name in model._default_manager.order_by().values_list("pk", "slug", "name"):
            found.by_slug[kind, slug] = code(pk)
            found.names[code(pk)] = name
    return found


PLACES = Copy(_read_places, seconds=COPY_LASTS_SECONDS)
CODES = Copy(_read_codes, seconds=COPY_LASTS_SECONDS)


def places_now() -> Places:
    """As they were at most ten seconds ago."""
    return PLACES.now()


def code_of(kind: str, slug: str) -> str:
    """The code of a sector, topic or place; "" for one that is gone."""
    return CODES.now().by_slug.get((kind, slug), "")


def any_offer_of(words: str) -> Func | None:
    """Any of the words in what people say they can help with; None for no words."""
    asked = [has_stems_of(term.text, where=OFFERS) for term in Wanted.read(words).terms]
    return Func(*asked, arg_joiner=" || ", template="(%(expressions)s)", output_field=ASKED) if asked else None
