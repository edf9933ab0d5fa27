"""What each app says of every table it keeps: what in it is personal, whose it is, how long it stays, how it goes.

An app's privacy.py holds `KEPT`, one `Kept` for each model, and a test fails for a model or a field without one:

    Kept(
        "members.Invitation",
        personal="name email words contact",    # each column and each many-to-many stands in exactly one of
        special="",                             # these three; special is health, faith, safeguarding and the like
        neither="id uuid invited_by sent_at",
        withheld="token",                       # of those, what a download leaves out: secrets
        of_contact="contact",                   # the way from a row to its person; several, with spaces between
        of_member="member",                     # or to their account; `found` where no path says it
        what=_("invitations we sent you"),      # for the table that people read: We keep … so that …
        why=_("you can join"),
        limits=[Limit("sent_at", INVITATIONS)],
        until=_("%(invitations)s after we sent it"),
    )

Left out, `on_erasure` deletes the rows. A key to a person that is nobody's "way" must be nulled when the person goes.
`erase` does more than that, and is called for everyone who leaves, with or without rows. `alive` says which rows keep
the details of somebody without an account. Personal tables without limits say in `until` what they last for.

How long is a `Term`, by name: `INVITATIONS = Term("invitations", _("Invitations that ended"), days=60, least=30)`.
An organiser may choose fewer days, not under `least`; with `fixed` nobody may, and it says why. `until` gives a term's
name and never its days, so that what people read is what is done.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.apps import apps
from django.db.models import Field, Model, Q, QuerySet

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

Rows = QuerySet[Any]
ALL = Q()


@dataclass(frozen=True)
class Person:
    """Whom it is about, in numbers and addresses: the toolbox knows no model."""

    contact: int
    uuids: frozenset[UUID]
    name: str
    addresses: frozenset[str]
    member: int | None = None
    keeps_pledges: bool = False


@dataclass(frozen=True)
class AgreedTo:
    """One thing somebody said yes to, for their own list; an app's privacy.py may have `agreements(contact)`."""

    what: "StrOrPromise"
    said_at: datetime | None
    url: str
    change: "StrOrPromise"
    details: "StrOrPromise" = ""
    ended_at: datetime | None = None


class OnErasure(Enum):
    """What becomes of a person's rows when they leave."""

    DELETE = "delete"
    BLANK = "blank"
    KEEP = "keep"


@dataclass(frozen=True)
class Term:
    """So many days, as the release has them: the most there may be. Its name stands in rows and in the log."""

    name: str
    title: "StrOrPromise"
    days: int
    least: int | None = None
    fixed: "StrOrPromise" = ""

    def __post_init__(self) -> None:
        """Either it has a reason to stay as it is, or room below it."""
        has_room = self.least is not None and 0 < self.least < self.days
        if has_room == bool(self.fixed) or (self.fixed and self.least is not None):
            raise ValueError(self.name)

    @property
    def can_change(self) -> bool:
        """Whether an organiser may choose."""
        return self.least is not None

    def within(self, days: int | None) -> int:
        """The days somebody chose, if this release still allows them; else its own, or the nearest."""
        if self.least is None or days is None:
            return self.days
        return min(max(days, self.least), self.days)


@dataclass(frozen=True)
class Limit:
    """For a term from `since`, of the rows that `only` picks; then they are deleted, or `then` happens to them."""

    since: str
    term: Term
    only: Q = ALL
    then: Callable[[Rows], object] | None = None

    @property
    def days(self) -> int:
        """As the release has them."""
        return self.term.days

    def over(self, now: datetime, *, days: int | None = None) -> Q:
        """The rows that have been here for too long."""
        stay = timedelta(days=self.days if days is None else days)
        return self.only & Q(**{f"{self.since}__lt": now - stay})


@dataclass(frozen=True)
class Kept:
    """One table."""

    label: str
    personal: str = ""
    special: str = ""
    neither: str = ""
    withheld: str = ""
    of_contact: str = ""
    of_member: str = ""
    found: Callable[[Person], Q] | None = None
    # The column that holds an address of theirs, for emails were sent to it.
    address: str = ""
    # Of rows that are also somebody else's: those that a download shows, and the way to whoever said a column.
    seen: Callable[[Person], Q] | None = None
    said_by: Mapping[str, str] = field(default_factory=dict)
    # Files of these rows that no file column names.
    files: Callable[[Rows], Iterator[str]] | None = None
    on_erasure: OnErasure = OnErasure.DELETE
    because: str = ""
    erase: Callable[[Person, Rows, datetime], None] | None = None
    # Rows are erased in the order in which others lock them: events, sign-ups, pledges, the rest, people last.
    turn: int = 5
    alive: Callable[[datetime], Q] | None = None
    what: "StrOrPromise" = ""
    why: "StrOrPromise" = ""
    limits: Sequence[Limit] = ()
    until: "StrOrPromise" = ""

    @property
    def is_here(self) -> bool:
        """Whether its app is installed."""
        return self.label.partition(".")[0] in apps.app_configs

    @property
    def model(self) -> type[Model]:
        return apps.get_model(self.label)

    @property
    def manager(self) -> Rows:
        """All rows, whatever the model's own manager leaves out."""
        return QuerySet(self.model)

    @property
    def named(self) -> list[str]:
        """Every field that was thought of, as often as it was."""
        return [*self.personal.split(), *self.special.split(), *self.neither.split()]

    @property
    def is_personal(self) -> bool:
        return bool(self.personal or self.special)

    @property
    def is_owned(self) -> bool:
        """Whether a row is one person's, and goes with them."""
        has_way = bool(self.of_contact or self.of_member or self.found)
        return has_way and self.on_erasure != OnErasure.KEEP

    def fields(self) -> Iterator["Field[Any, Any]"]:
        """Its columns and its many-to-manys."""
        yield from self.model._meta.concrete_fields
        yield from self.model._meta.many_to_many

    def rows_of(self, person: Person) -> Rows:
        """What is kept here about this person."""
        wanted = self.found(person) if self.found else Q(pk=None)
        for path in self.of_contact.split():
            wanted |= Q(**{path: person.contact})
        for path in self.of_member.split() if person.member is not None else ():
            wanted |= Q(**{path: person.member})
        return self.manager.filter(pk__in=self.manager.filter(wanted).order_by().values("pk"))

    def shown_to(self, person: Person) -> Rows:
        """Of these, what they may read: nothing that others have not let them see."""
        rows = self.rows_of(person)
        return rows.filter(self.seen(person)) if self.seen else rows

    def blanks(self) -> dict[str, object]:
        """What personal columns hold once they are blanked."""
        wanted = {*self.personal.split(), *self.special.split()}
        columns = [column for column in self.model._meta.concrete_fields if column.name in wanted]
        return {column.name: None if column.null else column.get_default() or "" for column in columns}
