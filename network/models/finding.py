"""Who do I know in …? Three groups: those you know, those whom somebody you know knows, those who offer to be asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.db.models import Count, F, OuterRef, Q, Subquery, Window

from members.models import Member, Profile
from network.models.entries import Entry, EntryQuerySet
from network.models.ties import MOST_CONNECTORS, MOST_REACHED, Tie

SHOWN, MOST_INTRODUCIBLE, MOST_TO_CHOOSE, COUNT_UP_TO = 10, 500, 300, 1000


@dataclass
class Group:
    """The first few people of one group, and how many there are; over a thousand are not counted."""

    members: list[int] = field(default_factory=list)
    count: int = 0
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_capped(self) -> bool:
        return self.count > COUNT_UP_TO

    @property
    def shown_count(self) -> int:
        return min(self.count, COUNT_UP_TO)

    @property
    def more(self) -> int:
        return self.count - len(self.entries)


@dataclass
class Found:
    """The answer to one question by one person."""

    known: Group
    introducible: Group
    offered: Group
    # For each person shown: the tie to them, or the member who could introduce them.
    ties: dict[int, Tie]
    through: dict[int, int]


def find(member: Member, people: EntryQuerySet) -> Found:
    """Sort the people who were found by how this member could come to them."""
    others = people.exclude(member=member)
    known_to_me = Tie.objects.known().of(member)
    known = known_group(member, others)
    strangers = others.exclude(member__in=known_to_me.far_ends())
    near, introducible, through = introducible_group(member, strangers)
    offered = offered_group(strangers.exclude(member__in=near))
    ties = {tie.whom: tie for tie in known_to_me.to(known.members).select_related("first_event__series")}
    draw_together(member, [known, introducible, offered])
    return Found(known, introducible, offered, ties, through)


def known_group(member: Member, others: EntryQuerySet) -> Group:
    """Met last, first."""
    ties = Tie.objects.known()
    last_at = ties.between(member, OuterRef("member")).values("last_at")
    rows = others.filter(member__in=ties.of(member).far_ends()).annotate(last_at=Subquery(last_at))
    rows = rows.order_by(F("last_at").desc(nulls_last=True), "name", "pk")
    return Group(*counted(rows))


def introducible_group(member: Member, strangers: EntryQuerySet) -> tuple[list[int], Group, dict[int, int]]:
    """All of them by number, the first few in rank, and through whom. Whom more of my people know comes first."""
    connectors = connectors_of(member)
    if not connectors:
        return [], Group(), {}
    reached = Tie.objects.known().beyond(connectors)
    near = strangers.filter(member__in=reached.far_ends()[:MOST_REACHED])
    found = list(near.order_by().values_list("member", flat=True)[:MOST_INTRODUCIBLE])
    ways: dict[int, list[int]] = defaultdict(list)
    for whom, via in cast(Any, reached.to(found)).order_by("-last_at", "pk").values_list("whom", "via"):
        ways[whom].append(via)
    ranked = sorted(ways, key=lambda whom: (-len(ways[whom]), connectors.index(ways[whom][0])))[:SHOWN]
    return found, Group(ranked, len(found)), {whom: ways[whom][0] for whom in ranked}


def connectors_of(member: Member) -> list[int]:
    """Whom they know and may see: the people who could introduce them, met last first."""
    visible = Profile.objects.visible_to(member).values("member")
    ties = Tie.objects.known().of(member).to(visible).far_ends()
    return [row["whom"] for row in ties.order_by("-last_at", "pk")[:MOST_CONNECTORS]]


def offered_group(strangers: EntryQuerySet) -> Group:
    """By name."""
    rows = strangers.askable()
    shown = list(rows.order_by("name", "pk").values_list("member", flat=True)[: SHOWN + 1])
    count = rows.order_by()[: COUNT_UP_TO + 1].count() if len(shown) > SHOWN else len(shown)
    return Group(shown[:SHOWN], count)


def counted(rows: EntryQuerySet) -> tuple[list[int], int]:
    """The first few and the number of all, in one query."""
    found = list(rows.annotate(total=Window(Count("*"))).values_list("member", "total")[:SHOWN])
    return [whom for whom, _total in found], found[0][1] if found else 0


def draw_together(member: Member, groups: list[Group]) -> None:
    """Read what the rows of all groups show in one go."""
    wanted = [whom for group in groups for whom in group.members]
    rows = Entry.objects.visible_to(member).filter(member__in=wanted).in_rows() if wanted else []
    entries = {entry.member_id: entry for entry in rows}
    for group in groups:
        group.entries = [entries[whom] for whom in group.members if whom in entries]


def names_of(members: Iterable[int]) -> dict[int, Any]:
    """The contacts of these members."""
    wanted = set(members)
    return {row.pk: row.contact for row in Member.objects.filter(pk__in=wanted)} if wanted else {}


def through_whom(member: Member, whom: Member) -> list[Member]:
    """Who could introduce the two: people whom both know, and whom the asker may see."""
    connectors = connectors_of(member)
    ties = Tie.objects.known().of(whom).filter(Q(one__in=connectors) | Q(other__in=connectors))
    both = {row["whom"] for row in ties.to(connectors).far_ends()}
    rows = {row.pk: row for row in Member.objects.filter(pk__in=both)} if both else {}
    return [rows[pk] for pk in connectors if pk in rows]


def tie_between(member: Member, whom: Member) -> Tie | None:
    """The tie between these two, with what its words need."""
    low, high = sorted((member.pk, whom.pk))
    return Tie.objects.filter(one=low, other=high).select_related("first_event__series").first()


def people_known_to(member: Member) -> list[Profile]:
    """Whom they know and may see, by name."""
    known = Tie.objects.known().of(member).far_ends()
    rows = Profile.objects.visible_to(member).filter(member__in=known)
    return list(rows.select_related("member__contact").order_by("member__contact__name", "pk")[:MOST_TO_CHOOSE])
