"""For how long things are kept: the release's days, or fewer where an organiser said so. What says it reads it here."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from uuid import UUID

from django.utils.translation import gettext_lazy

from collab.kit.days import days_in_words
from collab.kit.privacy import Kept, Term
from collab.privacy.tables import every_limit, table_for_people
from commons.models import CHOSEN, KeptFor
from members.models.terms import GUESTS

# What a table is about, by its app. Those that are not here are about the person.
YOU = gettext_lazy("You and your account")
ABOUT = {
    "events": gettext_lazy("Events"),
    "pledges": gettext_lazy("Pledges"),
    "stories": gettext_lazy("Stories"),
    "groups": gettext_lazy("Groups"),
    "network": gettext_lazy("People you know"),
    "outbox": gettext_lazy("Emails"),
    "commons": gettext_lazy("Keeping things safe and fair"),
}


@dataclass(frozen=True)
class Said:
    """A row of the table that people read."""

    what: str
    why: str
    until: str
    about: str = ""


@cache
def every_term() -> dict[str, Term]:
    """By name. People without an account first, for they are most of those who cannot look for themselves."""
    terms = [GUESTS, *(limit.term for _one, limit in every_limit())]
    return {term.name: term for term in terms}


def days_of(term: Term) -> int:
    """As they were at most ten seconds ago."""
    return term.within(CHOSEN.now().get(term.name))


def read_again() -> None:
    """For pages that change it, and what follows in them: as it is saved, not a copy."""
    CHOSEN.forget()


def in_words(term: Term) -> str:
    """60 days, a year."""
    return days_in_words(days_of(term))


def words_now() -> dict[str, str]:
    """The words for every term, by name."""
    return {name: in_words(term) for name, term in every_term().items()}


def said(one: Kept, words: Mapping[str, str]) -> Said:
    """One table as people read it."""
    about = ABOUT.get(one.label.partition(".")[0], YOU)
    return Said(str(one.what), str(one.why), str(one.until) % words, str(about))


def all_said() -> list[Said]:
    """The tables on the privacy page, with the days that are in force: you first, then what you did."""
    words = words_now()
    order = [str(YOU), *map(str, ABOUT.values())]
    return sorted((said(one, words) for one in table_for_people()), key=lambda row: order.index(row.about))


def said_of(term: Term, days: int) -> list[Said]:
    """The rows of that table that tell of this term, as they would read with these days."""
    words = {**words_now(), term.name: days_in_words(days)}
    return [said(one, words) for one in table_for_people() if f"%({term.name})s" in str(one.until)]


def change_term(term: Term, days: int, *, was: int, by: UUID) -> bool:
    """From the next night on. Nobody may keep a thing for longer than the release, nor for less than its least."""
    if term.within(days) != days:
        raise ValueError(term.name)
    return KeptFor.change(term.name, days, own=term.days, was=was, by=by)


def changeable() -> list[Term]:
    """Those that an organiser may choose."""
    return [term for term in every_term().values() if term.can_change]


def fixed() -> list[Term]:
    """Those that stay as they are."""
    return [term for term in every_term().values() if not term.can_change]
