"""The statements behind the pages of events that everybody opens, written once. The door is that of all others."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce

from collab.kit.statements import Statement
from events.models.afterwards import Retelling
from events.models.dates import Event
from events.models.places import NAMES_SHOWN, Company, SignUp, company_of
from events.models.questions import asking
from members.models import Member

type Reader = Member | AnonymousUser
A_PAGE, RETOLD_SHOWN = 20, 3


def date_to_open(reader: Reader, slug: str, day: date) -> Event | None:
    """The date at this address, among those this person may open, with `asks` and all that its page shows of it."""
    return next(iter(_rows(OPENED, reader, slug, day)), None)


def how_many_wait(event: Event) -> int:
    """How many are in the line; nought while there is a place. Of a row from `date_to_open`."""
    return 0 if event.places_left else vars(event)["waiting"]


def dates_to_list(reader: Reader, now: datetime, *, is_past: bool) -> list[Event]:
    """The first page of what is coming, or of what has been, and one date more if there is a next."""
    return _rows(PAST if is_past else COMING, reader, now)


def who_is_coming(event: Event) -> Company:
    """How many have said yes, from how many organisations and which sectors."""
    return company_of(WHO.rows(event.pk))


def place_behind(uuid: UUID) -> SignUp | None:
    """The sign-up with this number, and all that its page says of the date and of who else comes."""
    return next(iter(PLACE.rows(uuid)), None)


def brought_by(signup: SignUp) -> list[SignUp]:
    """Whom they bring, who have a place or wait for one. Of a row from `place_behind`."""
    return BROUGHT.rows(signup.pk) if vars(signup)["brings_someone"] else []


def number_in_line(signup: SignUp) -> int | None:
    """1 for the next to get a place; None for those who do not wait. Of a row from `place_behind`."""
    return vars(signup)["ahead"] + 1 if signup.is_waiting else None


def names_shown_to(mine: SignUp) -> list[str]:
    """For people who are coming: the names of the others who let theirs be shown. Of a row from `place_behind`."""
    names: list[str] = vars(mine)["names"]
    return names if mine.is_coming else []


class ForReaders:
    """One statement for visitors and one for members."""

    def __init__(self, build: Callable[..., QuerySet[Event]], *kinds: type) -> None:
        self.visitors: Statement[Event] = Statement(lambda *values: build(AnonymousUser(), *values), *kinds)
        self.members: Statement[Event] = Statement(lambda pk, *values: build(Member(pk=pk), *values), int, *kinds)


def _rows(asked: ForReaders, reader: Reader, *values: Any) -> list[Event]:
    if isinstance(reader, Member):
        return asked.members.rows(reader.pk, *values)
    return asked.visitors.rows(*values)


def _opened(reader: Reader, slug: str, day: date) -> QuerySet[Event]:
    dates = asking(Event.objects.open_to(reader).with_details().select_related("series__organisation"))
    waiting = SignUp.objects.waiting().filter(event=OuterRef("pk"))
    return dates.annotate(waiting=counted(waiting)).filter(series__slug=slug, day=day)


def _coming(reader: Reader, now: datetime) -> QuerySet[Event]:
    return Event.objects.visible_to(reader).with_details().coming(now)[: A_PAGE + 1]


def _past(reader: Reader, now: datetime) -> QuerySet[Event]:
    return Event.objects.visible_to(reader).with_details().past(now)[: A_PAGE + 1]


def _place(uuid: UUID) -> QuerySet[SignUp]:
    others = SignUp.objects.filter(event=OuterRef("event")).exclude(pk=OuterRef("pk")).names_shown()
    brought = SignUp.objects.live().filter(brought_by=OuterRef("pk"))
    before = SignUp.objects.ahead_of(event=OuterRef("event"), way=OuterRef("way"), position=OuterRef("position"))
    company = {
        "names": ArraySubquery(others[:NAMES_SHOWN]),
        "brings_someone": Exists(brought),
        "ahead": counted(before),
    }
    return SignUp.objects.with_details().filter(uuid=uuid).annotate(**company)


def counted(signups: QuerySet[SignUp]) -> Coalesce:
    """How many these are, as a column of the row they belong to."""
    return Coalesce(Subquery(signups.order_by().values("event").annotate(people=Count("pk")).values("people")), 0)


def _retold(reader: Reader, story: int) -> QuerySet[Event]:
    told = Retelling.objects.filter(story=story, event=OuterRef("pk"))
    return Event.objects.visible_to(reader).filter(Exists(told)).with_details().order_by("-starts_at")[:RETOLD_SHOWN]


def retold_at(story: int, reader: Reader) -> list[Event]:
    """The newest dates at which it was told again, of those this person may open."""
    return _rows(RETOLD, reader, story)


OPENED = ForReaders(_opened, str, date)
RETOLD = ForReaders(_retold, int)
COMING, PAST = ForReaders(_coming, datetime), ForReaders(_past, datetime)
WHO: Statement[Any] = Statement(lambda event: SignUp.objects.filter(event=event).coming().by_origin(), int)
PLACE: Statement[SignUp] = Statement(_place, UUID)
BROUGHT: Statement[SignUp] = Statement(
    lambda pk: SignUp.objects.live().filter(brought_by=pk).select_related("contact", "event").order_by("pk"), int
)
