"""The list of pledges as one reader sees it: the newest of each way to see one, so that half a million cost no more."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from collab.kit.copies import Copy
from collab.kit.statements import Statement
from members.models import Member
from pledges.models.pledges import Pledge, PledgeQuerySet
from pledges.models.seeing import ways_to_see
from pledges.models.states import Visibility

A_PAGE, COUNT_UP_TO, FROM_A_STORY = 20, 1000, 12
# With fewer, a share would be somebody's: with three people nobody can take their own away and read another's.
FEWEST_PLEDGES, FEWEST_PEOPLE = 5, 3
SHOWN = ("uuid", "act", "language", "first_name", "role_or_place", "state", "by_on", "made_at", "wanted",
         "shared_with", "sector__cloth", "sector__short_name")  # fmt: skip

type Reader = Member | AnonymousUser
type Narrow = Callable[[PledgeQuerySet], PledgeQuerySet]
type Place = tuple[datetime, UUID]


def everything(pledges: PledgeQuerySet) -> PledgeQuerySet:
    """Not narrowed."""
    return pledges


def newest_seen(ways: list[Q], narrow: Narrow, before: Place | None, most: int) -> PledgeQuerySet:
    """Of each way the newest few by its own index: of an OR, PostgreSQL would read and sort every pledge."""
    found = []
    for way in ways:
        pledges = narrow(Pledge.objects.made().filter(way))
        pledges = pledges.before(*before) if before else pledges
        found.append(pledges.newest().values("pk")[:most])
    return Pledge.objects.filter(pk__in=found[0].union(*found[1:], all=True)).newest()[:most]


def page_seen(reader: Reader, narrow: Narrow, before: Place | None) -> list[Pledge]:
    """One page, and one pledge more if there is a next. The whole list reads by statements that are kept."""
    if narrow is not everything:
        return list(_page(reader, narrow, before))
    who = (reader.pk, reader.contact_id) if isinstance(reader, Member) else ()
    statements = MEMBERS if isinstance(reader, Member) else VISITORS
    return statements[1].rows(*who, *before) if before else statements[0].rows(*who)


def _page(reader: Reader, narrow: Narrow, before: Place | None) -> QuerySet[Pledge]:
    ways = ways_to_see(reader)
    return newest_seen(ways, narrow, before, A_PAGE + 1).select_related("sector").with_company().only(*SHOWN)


def _member(pk: int, contact: int) -> Member:
    return Member(pk=pk, contact_id=contact)


def pledges_from(story: int, reader: Reader) -> list[Pledge]:
    """The newest that came from this story and that this reader may see."""
    if isinstance(reader, Member):
        return FROM_STORY[1].rows(reader.pk, reader.contact_id, story)
    return FROM_STORY[0].rows(story)


def _from_story(reader: Reader, story: int) -> QuerySet[Pledge]:
    rows = Pledge.objects.visible_to(reader).filter(story=story).select_related("sector").only(*SHOWN)
    return rows.order_by("-made_at")[:FROM_A_STORY]


FROM_STORY: tuple[Statement[Pledge], Statement[Pledge]] = (
    Statement(lambda story: _from_story(AnonymousUser(), story), int),
    Statement(lambda pk, contact, story: _from_story(_member(pk, contact), story), int, int, int),
)


VISITORS: tuple[Statement[Pledge], Statement[Pledge]] = (
    Statement(lambda: _page(AnonymousUser(), everything, None)),
    Statement(lambda at, uuid: _page(AnonymousUser(), everything, (at, uuid)), datetime, UUID),
)
MEMBERS: tuple[Statement[Pledge], Statement[Pledge]] = (
    Statement(lambda pk, contact: _page(_member(pk, contact), everything, None), int, int),
    Statement(
        lambda pk, contact, at, uuid: _page(_member(pk, contact), everything, (at, uuid)), int, int, datetime, UUID
    ),
)


@dataclass(frozen=True)
class Counted:
    """How many there are, counted to a thousand and one, and what became of the newest thousand."""

    found: int = 0
    begun: int = 0
    answered: int = 0
    kept: int = 0
    let_go: int = 0
    people: int = 0

    @property
    def is_capped(self) -> bool:
        return self.found > COUNT_UP_TO

    @property
    def may_be_shared_out(self) -> bool:
        """Whether proportions say nothing of one person."""
        return self.begun >= FEWEST_PLEDGES and self.people >= FEWEST_PEOPLE


# By who reads and what was chosen, each counted at most once a minute; of a member alone, only a number.
COUNTS: Copy[dict[object, Counted]] = Copy(dict, seconds=60)
ALONE: Copy[dict[object, int]] = Copy(dict, seconds=60)


def counted(reader: Reader, narrow: Narrow, chosen: object) -> Counted:
    """What all members can see, or all visitors, as it was at most a minute ago."""
    counts, key = COUNTS.now(), (isinstance(reader, Member), chosen)
    if key not in counts:
        counts[key] = _count(reader, narrow)
    return counts[key]


def _count(reader: Reader, narrow: Narrow) -> Counted:
    ways = ways_to_see(reader)[:2]
    newest = newest_seen(ways, narrow, None, COUNT_UP_TO + 1)
    rows = list(newest.values_list("state", "contact", "pk", "answered_at"))
    states = Counter(state for state, *_rest in rows)
    return Counted(
        found=len(rows),
        # What waits for others is nothing yet that could be answered.
        begun=len(rows) - states[Pledge.State.WAITING],
        answered=sum(answered_at is not None for *_rest, answered_at in rows),
        kept=states[Pledge.State.KEPT],
        let_go=states[Pledge.State.LET_GO],
        # A patch without an address is somebody of its own.
        people=len({contact or -pk for _state, contact, pk, _at in rows}),
    )


def how_many(reader: Reader, narrow: Narrow, chosen: object) -> int:
    """How many this reader finds: what all like them find, and beside it what only they do."""
    shared, own = counted(reader, narrow, chosen), ways_to_see(reader)[2:]
    if shared.is_capped or not own:
        return shared.found
    alone, key = ALONE.now(), (reader.pk, chosen)
    if key not in alone:
        alone[key] = newest_seen([way & HIDDEN for way in own], narrow, None, COUNT_UP_TO + 1).count()
    return shared.found + alone[key]


# Neither for the web nor for members, or not yet.
HIDDEN = ~Q(visibility__in=[Visibility.MEMBERS, Visibility.PUBLIC]) | Q(is_held=True)
