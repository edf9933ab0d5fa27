"""Who do I know in …? Three groups: those you know, those whom somebody you know knows, those who offer to be asked."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast

from django.db.models import F

from members.models import Member, Profile
from network.models.entries import Entry, EntryQuerySet
from network.models.ties import Tie

# How many are shown of each group, and how far those who offered are counted.
SHOWN, COUNT_UP_TO, FEW = 10, 20, 1000
# A host knows hundreds. The fifty met last are asked to introduce, and so many of those whom they know are looked at.
MOST_KNOWN, MOST_CONNECTORS, MOST_REACHED, MOST_TO_CHOOSE = 2000, 50, 5000, 300


@dataclass
class Group:
    """The first few people of one group, and how many there are."""

    members: list[int] = field(default_factory=list)
    count: int = 0
    is_capped: bool = False
    entries: list[Entry] = field(default_factory=list)


@dataclass
class Found:
    """The answer to one question by one person."""

    known: Group
    introducible: Group
    offered: Group
    # For each person shown: the tie to them, or the name of the member who could introduce them.
    ties: dict[int, Tie]
    through: dict[int, str]
    # Of all groups and none, counted to 1,001.
    count: int


def find(member: Member, people: EntryQuerySet) -> Found:
    """Sort the people who were found by how this member could come to them."""
    (others, count), mine = narrowed(people.exclude(member=member)), last_met(member)
    known = known_group(others, mine)
    strangers = others.exclude(member__in=list(mine))
    near, introducible, through = introducible_group(member, strangers, mine)
    offered = offered_group(strangers.exclude(member__in=near))
    shown = Tie.objects.known().of(member).to(known.members).select_related("first_event__series")
    ties = {tie.whom: tie for tie in shown} if known.members else {}
    draw_together(member, [known, introducible, offered])
    return Found(known, introducible, offered, ties, through, count)


def narrowed(people: EntryQuerySet) -> tuple[EntryQuerySet, int]:
    """A few people by number, so that the words are asked only once; many are left as they are. And how many, to 1,001.

    Among many, the first twenty by name are found at once. Among a few, PostgreSQL would walk past everybody else.
    """
    few = list(people.order_by().values_list("member", flat=True)[: FEW + 1])
    return people if len(few) > FEW else people.filter(member__in=few), len(few)


def last_met(member: Member) -> dict[int, datetime | None]:
    """Whom they know and when they last had to do with each other, the latest first."""
    ties = cast(Any, Tie.objects.known().of(member)).order_by(F("last_at").desc(nulls_last=True), "pk")
    return dict(ties.values_list("whom", "last_at")[:MOST_KNOWN])


def known_group(others: EntryQuerySet, mine: Iterable[int]) -> Group:
    """Met last, first."""
    order = {whom: place for place, whom in enumerate(mine)}
    found = sorted(others.filter(member__in=list(order)).values_list("member", flat=True), key=lambda whom: order[whom])
    return Group(found[:SHOWN], len(found))


def introducible_group(
    member: Member, strangers: EntryQuerySet, mine: Iterable[int]
) -> tuple[list[int], Group, dict[int, str]]:
    """All of them by number, the first few in rank, and through whom. Whom more of my people know comes first."""
    connectors = connectors_of(member, mine)
    ways = reached_by(list(connectors), mine)
    # By number, so that the index of members is asked for a few thousand and not the whole directory searched.
    found = list(strangers.filter(member__in=list(ways)).values_list("member", flat=True)) if ways else []
    order = {whom: place for place, whom in enumerate(connectors)}
    ranked = sorted(found, key=lambda whom: (-len(ways[whom]), order[ways[whom][0]], whom))[:SHOWN]
    return found, Group(ranked, len(found)), {whom: connectors[ways[whom][0]] for whom in ranked}


def connectors_of(member: Member, mine: Iterable[int]) -> dict[int, str]:
    """The names of those whom they know and may see, met last first: who could introduce them."""
    near = list(mine)[: 2 * MOST_CONNECTORS]
    visible = Profile.objects.visible_to(member).filter(member__in=near) if near else Profile.objects.none()
    names = dict(visible.values_list("member", "member__contact__name"))
    return {whom: names[whom] for whom in [one for one in near if one in names][:MOST_CONNECTORS]}


def reached_by(connectors: list[int], mine: Iterable[int]) -> dict[int, list[int]]:
    """Whom these people know and I do not: for each, through whom, the latest first."""
    ways: dict[int, list[int]] = defaultdict(list)
    if connectors:
        known, ties = set(mine), cast(Any, Tie.objects.known().beyond(connectors)).order_by("-last_at", "pk")
        for whom, via in ties.values_list("whom", "via")[:MOST_REACHED]:
            if whom not in known:
                ways[whom].append(via)
    return ways


def offered_group(strangers: EntryQuerySet) -> Group:
    """By name. More than a few are not counted: it would cost more than all the rest of the page."""
    found = list(strangers.askable().order_by("name", "pk").values_list("member", flat=True)[: COUNT_UP_TO + 1])
    return Group(found[:SHOWN], min(len(found), COUNT_UP_TO), len(found) > COUNT_UP_TO)


def draw_together(member: Member, groups: list[Group]) -> None:
    """Read what the rows of all groups show in one go."""
    wanted = [whom for group in groups for whom in group.members]
    rows = Entry.objects.visible_to(member).filter(member__in=wanted).in_rows() if wanted else []
    entries = {entry.member_id: entry for entry in rows}
    for group in groups:
        group.entries = [entries[whom] for whom in group.members if whom in entries]


def through_whom(member: Member, whom: Member) -> list[Member]:
    """Who could introduce the two: people whom both know, and whom the asker may see; who met them last, first."""
    mine = Tie.objects.known().of(member).far_ends()
    ties = cast(Any, Tie.objects.known().of(whom).to(mine)).order_by("-last_at", "pk")
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
