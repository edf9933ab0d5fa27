"""Finds what could show who somebody is: names, phones, postcodes, emails and dates. A person decides what it means."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
# At the start of a sentence these are capitalised and name nobody.
NOT_NAMES = (
    "The|A|An|And|But|Or|So|If|In|On|At|By|To|For|From|Of|We|They|He|She|It|Our|My|When|Then|This|That|After|Before|"
    "What|Who|Why|How|There|Two|Three|One|Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
)
WORD = r"[A-ZÀ-Þ][\w’'-]*[a-zß-ÿ]"
SHAPES = {
    "email": r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,64})+",
    "postcode": r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b",
    "phone": r"(?<![\w+])(?:\+44|0)(?:[ -]?\d){9,10}(?!\d)",
    "date": (
        rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})(?: \d{{4}})?\b|\b(?:{MONTHS}) \d{{1,2}}(?:, \d{{4}})?\b"
        r"|\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b"
    ),
    "name": rf"\b(?!(?:{NOT_NAMES}|{MONTHS})\b){WORD}(?: (?:de|van|von|bin|al|ap))?(?: {WORD})+",
}
WORDS = {
    "email": _("an email address"),
    "postcode": _("a postcode"),
    "phone": _("a phone number"),
    "date": _("a date"),
    "name": _("two words that look like a name"),
}
# Jobs of which a small place has one: with the place and a day they are a name.
ROLES = re.compile(
    r"\b(?:vicar|priest|imam|rabbi|minister|head ?teacher|teacher|councillor|nurse|midwife|doctor|GP|pharmacist|"
    r"caretaker|warden|postmaster|postwoman|postman|landlord|landlady|shopkeeper|publican|social worker|"
    r"police officer|constable|PCSO|fire ?fighter|lollipop (?:lady|man)|foster (?:carer|mother|father))s?\b",
    re.IGNORECASE,
)
ANY = re.compile("|".join(f"(?P<{kind}>{shape})" for kind, shape in SHAPES.items()))


@dataclass(frozen=True)
class Piece:
    """A run of the text; `kind` is empty for words that nothing was found in."""

    text: str
    kind: str = ""

    @property
    def in_words(self) -> str:
        return str(WORDS[self.kind]) if self.kind else ""


def pieces(text: str) -> Iterator[Piece]:
    """The text from end to end, with what was found marked."""
    end = 0
    for match in ANY.finditer(text):
        if match.start() > end:
            yield Piece(text[end : match.start()])
        yield Piece(match.group(), str(match.lastgroup))
        end = match.end()
    if end < len(text):
        yield Piece(text[end:])


def found_in(text: str) -> list[Piece]:
    """Each thing found, once, in the order it comes."""
    return list(dict.fromkeys(piece for piece in pieces(text) if piece.kind))


@dataclass(frozen=True)
class Jigsaw:
    """A job and a date beside a small place: each is harmless, and together they are somebody."""

    role: str
    date: str


def jigsaw(words: Iterable[str], *, has_place: bool) -> Jigsaw | None:
    """What a neighbour could put together, or None. It warns and never blocks: a person decides."""
    text = "\n".join(words)
    role, day = ROLES.search(text), next((one for one in found_in(text) if one.kind == "date"), None)
    return Jigsaw(role.group(), day.text) if has_place and role and day else None
