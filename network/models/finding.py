"""Who do I know in …? Three groups: those you know, those whom somebody you know knows, those who offer to be asked."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any, NamedTuple, Self, cast
from uuid import UUID

from django.db.models import F

from collab.kit.statements import Statement, one_of
from members.models import Member, Profile
from network.models.entries import Entry, EntryQuerySet, Shown
from network.models.ties import Tie

# How many are shown of each group, and how far those who offered are counted.
SHOWN, COUNT_UP_TO, FEW = 10, 20, 50
# A host knows hundreds. The fifty met last are asked to introduce, and so many of those whom they know are looked at.
MOST_KNOWN, MOST_CONNECTORS, MOST_REACHED, MOST_TO_CHOOSE = 2000, 50, 5000, 300


@dataclass
class Group:
    """The first few people of one group, and how many there are."""

    members: list[int]
    count: int
    is_capped: bool = False
    people: list[Shown] = field(default_factory=list)

    @classmethod
    def of(cls, members: list[int], *, up_to: int | None = None) -> Self:
        """All of them in order; one more than are counted stands for the others."""
        most = len(members) if up_to is None else up_to
        return cls(members[:SHOWN], min(len(members), most), len(members) > most)


class Connector(NamedTuple):
    """Somebody who could introduce two people."""

    uuid: UUID
    name: str


@dataclass
class Found:
    """The answer to one question by one person."""

    known: Group
    introducible: Group
    offered: Group
    # For each person shown: the tie to them, or the member who could introduce them.
    ties: dict[int, Tie]
    through: dict[int, "Connector"]
    is_anybody: bool


@dataclass
class Matches:
    """Whom the words and choices find: by number while they are few, so that the words are asked only once.

    Among many, the first twenty by name are found at once. Among a few, PostgreSQL would walk past everybody else.
    """

    people: EntryQuerySet
    count: int
    few: set[int] | None

    @classmethod
    def of(cls, people: EntryQuerySet, *, up_to: int) -> Self:
        """Counted to one more than that."""
        found = list(people.order_by().values_list("member", flat=True)[: up_to + 1])
        if len(found) > up_to:
            return cls(people, len(found), None)
        return cls(people.filter(member__in=found), len(found), set(found))

    def among(self, members: list[int]) -> set[int]:
        """Which of these were found."""
        if self.few is not None:
            return self.few.intersection(members)
        # By number, so that the index of members is asked for a few thousand and not the whole directory searched.
        return set(self.people.filter(member__in=members).values_list("member", flat=True)) if members else set()

    def offered_to(self, member: Member, *, without: list[int]) -> list[int]:
        """Those of them who offer to be asked, by name, to one more than are counted."""
        found = self._offering(without) if self.few is None else sorted(self.few.difference(without))
        return OFFERED.rows(member.pk, found) if found else []

    def _offering(self, without: list[int]) -> list[int]:
        # By the index alone, which walks the names of those who offered. Asked of the table as well, it read them all.
        offering = self.people.exclude(member__in=without).filter(is_askable=True).order_by("name", "pk")
        return list(offering.values_list("member", flat=True)[: COUNT_UP_TO + 1])


def find(member: Member, people: EntryQuerySet) -> Found:
    """Sort the people whom the index found by how this member could come to them."""
    matches = Matches.of(people.exclude(member=member).read_by(member), up_to=FEW)
    mine = LAST_MET.rows(member.pk)
    connectors = connectors_of(member, mine)
    ways = reached_by(connectors, mine)
    found = matches.among([*mine, *ways])
    known, near = [whom for whom in mine if whom in found], nearest(ways, connectors, found)
    offered = matches.offered_to(member, without=[*mine, *near])
    groups = Group.of(known), Group.of(near), Group.of(offered, up_to=COUNT_UP_TO)
    draw_together(member, *groups)
    ties = {tie.whom: tie for tie in TIES.rows(member.pk, groups[0].members)} if known else {}
    return Found(*groups, ties, {whom: connectors[ways[whom][0]] for whom in near[:SHOWN]}, matches.count > 0)


def connectors_of(member: Member, mine: list[int]) -> dict[int, Connector]:
    """Those whom they know and may see, met last first: who could introduce them."""
    near = mine[: 2 * MOST_CONNECTORS]
    names = {pk: Connector(uuid, name) for pk, uuid, name in NAMES.rows(member.pk, near)} if near else {}
    return {whom: names[whom] for whom in [one for one in near if one in names][:MOST_CONNECTORS]}


def reached_by(connectors: dict[int, Connector], mine: list[int]) -> dict[int, list[int]]:
    """Whom these people know and I do not: for each, through whom, the latest first."""
    ways: dict[int, list[int]] = defaultdict(list)
    known = set(mine)
    for whom, via in REACHED.rows(list(connectors)) if connectors else []:
        if whom not in known:
            ways[whom].append(via)
    return ways


def nearest(ways: dict[int, list[int]], connectors: dict[int, Connector], found: set[int]) -> list[int]:
    """Those found, in rank: whom more of my people know comes first, then who is known to whom I met last."""
    order = {whom: place for place, whom in enumerate(connectors)}
    return sorted(found.intersection(ways), key=lambda whom: (-len(ways[whom]), order[ways[whom][0]], whom))


def draw_together(member: Member, *groups: Group) -> None:
    """Read what the rows of all groups show in one go."""
    wanted = [whom for group in groups for whom in group.members]
    people = {person.member: person for person in (ROWS.rows(member.pk, wanted) if wanted else [])}
    for group in groups:
        group.people = [people[whom] for whom in group.members if whom in people]


def _last_met(pk: int) -> Any:
    ties = cast(Any, Tie.objects.known().of(Member(pk=pk))).order_by(F("last_at").desc(nulls_last=True), "pk")
    return ties.values_list("whom", flat=True)[:MOST_KNOWN]


def _reached(people: list[int]) -> Any:
    ties = cast(Any, Tie.objects.known().beyond(people)).order_by("-last_at", "pk")
    return ties.values_list("whom", "via")[:MOST_REACHED]


def _seen(pk: int, members: list[int]) -> EntryQuerySet:
    return Entry.objects.visible_to(Member(pk=pk)).filter(one_of("member", members))


def _names(pk: int, members: list[int]) -> Any:
    visible = Profile.objects.visible_to(Member(pk=pk)).filter(one_of("member", members))
    return visible.values_list("member", "member__uuid", "member__contact__name")


def _offered(pk: int, members: list[int]) -> Any:
    askable = _seen(pk, members).askable().order_by("name", "pk")
    return askable.values_list("member", flat=True)[: COUNT_UP_TO + 1]


def _ties(pk: int, members: list[int]) -> Any:
    return Tie.objects.known().of(Member(pk=pk)).to(members).select_related("first_event__series")


# Whom they know, the latest first; whom those know; and of these people: who may be seen, who offers, what is shown.
LAST_MET: Statement[int] = Statement(_last_met, int)
REACHED: Statement[tuple[int, int]] = Statement(_reached, list)
NAMES: Statement[tuple[int, UUID, str]] = Statement(_names, int, list)
OFFERED: Statement[int] = Statement(_offered, int, list)
TIES: Statement[Tie] = Statement(_ties, int, list)
ROWS: Statement[Shown] = Statement(lambda pk, members: _seen(pk, members).in_rows(), int, list)


def through_whom(member: Member, whom: Member) -> list[Member]:
    """Who could introduce the two: people whom both know, and whom the asker may see; who met them last, first."""
    mine = Tie.objects.known().of(member).far_ends()
    ties = cast(Any, Tie.objects.known().of(whom).to_those_in(mine)).order_by("-last_at", "pk")
    both = list(ties.values_list("whom", flat=True)[:MOST_CONNECTORS])
    visible = Profile.objects.visible_to(member).filter(member__in=both) if both else Profile.objects.none()
    rows = {profile.member_id: profile.member for profile in visible.select_related("member__contact")}
    return [rows[pk] for pk in both if pk in rows]


def tie_between(member: Member, whom: Member) -> Tie | None:
    """The tie between these two, with what its words need."""
    low, high = sorted((member.pk, whom.pk))
    return Tie.objects.filter(one=low, other=high).select_related("first_event__series").first()


def people_known_to(member: Member) -> list[Profile]:
    """Whom they know and may see, by name."""
    known = Tie.objects.known().of(member).far_ends()
    rows = Profile.objects.visible_to(member).filter(member__in=known)
    return list(rows.select_related("member__contact").order_by("member__contact__name", "pk")[:MOST_TO_CHOOSE])
