"""Who knows whom. What people say here is written at once; what happens elsewhere is looked for by the clock."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import batched, permutations

from django.db import connection, transaction
from django.db.models import Q

from events.models import Attendance, SignUp
from groups.models import Membership
from members.models import Member
from network.actions.listing import list_one
from network.models import Askable, Tie
from network.models.ties import EVENTS_TO_KNOW

# In a hall of more than so many, two people need never have met.
MOST_IN_A_ROOM = 150
A_BATCH = 500
# Who was at a date: those noted as having come, where anything was noted or the date is closed. Until then, and where
# nobody kept the door, a confirmed place stands for it. The planner opens it up, so it reads no more than it must.
MET = """
WITH was_there AS NOT MATERIALIZED (
    SELECT event_id, contact_id FROM events_attendance WHERE state = 'came'
    UNION ALL
    SELECT s.event_id, s.contact_id FROM events_signup s WHERE s.state = 'confirmed'
        AND NOT EXISTS (SELECT FROM events_attendance n WHERE n.event_id = s.event_id)
        AND NOT EXISTS (SELECT FROM events_closing c WHERE c.event_id = s.event_id)
), found AS (
    SELECT a.id AS one_id, b.id AS other_id, count(*) AS shared,
           (array_agg(e.id ORDER BY e.ends_at))[1] AS first_event_id, max(e.ends_at) AS together_at
    FROM members_member a
    JOIN was_there sa ON sa.contact_id = a.contact_id
    JOIN events_event e ON e.id = sa.event_id AND e.ends_at <= %(now)s AND e.cancelled_at IS NULL
        AND e.taken <= %(room)s
    JOIN was_there sb ON sb.event_id = e.id
    JOIN members_member b ON b.contact_id = sb.contact_id AND b.id > a.id
    WHERE a.id = ANY(%(members)s)
    GROUP BY a.id, b.id HAVING count(*) >= %(enough)s
), kept AS (
    INSERT INTO network_tie
        (one_id, other_id, shared_events, first_event_id, together_at, group_name, one_says, other_says)
    SELECT one_id, other_id, shared, first_event_id, together_at, '', '', '' FROM found
    ON CONFLICT (one_id, other_id) DO UPDATE SET shared_events = excluded.shared_events,
        first_event_id = excluded.first_event_id, together_at = excluded.together_at
    WHERE (network_tie.shared_events, network_tie.first_event_id, network_tie.together_at)
        IS DISTINCT FROM (excluded.shared_events, excluded.first_event_id, excluded.together_at)
)
UPDATE network_tie AS old SET shared_events = 0, first_event_id = NULL, together_at = NULL
WHERE old.one_id = ANY(%(members)s) AND old.shared_events > 0
    AND NOT EXISTS (SELECT FROM found WHERE found.one_id = old.one_id AND found.other_id = old.other_id)
"""


@dataclass(frozen=True)
class Grouped:
    """Two members of one group, the smaller number first: its name, and since when both are in it."""

    one: int
    other: int
    name: str
    since: datetime


def shared_groups(members: list[int]) -> Iterator[Grouped]:
    """Pairs whose `one` is among these members, once for each group that both are in."""
    current = Membership.objects.current()
    rows = current.filter(group__in=current.filter(member__in=members).values("group")).select_related("group")
    inside: dict[int, list[Membership]] = defaultdict(list)
    for row in rows:
        inside[row.group_id].append(row)
    asked = set(members)
    for people in inside.values():
        if len(people) <= MOST_IN_A_ROOM:
            yield from (grouped(*pair) for pair in permutations(people, 2) if pair[0].member_id in asked)


def grouped(one: Membership, other: Membership) -> Grouped:
    """These two in their group; since the day on which the second of them came in."""
    since = max(row.joined_at for row in (one, other) if row.joined_at is not None)
    return Grouped(one.member_id, other.member_id, one.group.name, since)


def tie_those_who_met(members: list[int], now: datetime) -> None:
    """At the same two dates that are over. Apologies and not coming do not count."""
    with connection.cursor() as cursor:
        cursor.execute(MET, {"members": members, "now": now, "room": MOST_IN_A_ROOM, "enough": EVENTS_TO_KNOW})


def tie_those_in_a_group(members: list[int], now: datetime) -> None:
    """The group both have been in longest; a tie whose group is no longer shared loses that reason."""
    wanted: dict[tuple[int, int], Grouped] = {}
    pairs = (pair for pair in shared_groups(members) if pair.one < pair.other)
    for pair in sorted(pairs, key=lambda pair: pair.since, reverse=True):
        wanted[pair.one, pair.other] = pair
    grouped = Tie.objects.filter(one__in=members).exclude(group_name="")
    over = [tie.pk for tie in grouped if (tie.one_id, tie.other_id) not in wanted]
    Tie.objects.filter(pk__in=over).update(group_name="", grouped_at=None)
    rows = [Tie(one_id=pair.one, other_id=pair.other, group_name=pair.name, grouped_at=pair.since)
            for pair in wanted.values()]  # fmt: skip
    Tie.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["one", "other"], update_fields=["group_name", "grouped_at"]
    )


# Where ties are looked for. A new source is one function here.
SOURCES: tuple[Callable[[list[int], datetime], None], ...] = (tie_those_who_met, tie_those_in_a_group)


def look_for_new_ties(now: datetime, *, within: timedelta = timedelta(days=2)) -> int:
    """Among the people of dates that ended lately, and of groups that somebody joined or left.

    Says how many were looked at; doing it twice changes nothing.
    """
    ended = SignUp.objects.filter(event__ends_at__gt=now - within, event__ends_at__lte=now)
    noted = Attendance.objects.filter(noted_at__gt=now - within)
    moved = Membership.objects.filter(Q(joined_at__gt=now - within) | Q(left_at__gt=now - within))
    beside = Membership.objects.filter(group__in=moved.values("group"))
    people = Member.objects.filter(
        Q(contact__in=ended.values("contact"))
        | Q(pk__in=beside.values("member"))
        | Q(contact__in=noted.values("contact"))
    )
    return look_at(list(people.order_by("pk").values_list("pk", flat=True)), now)


def look_for_all_ties(now: datetime) -> int:
    """Everybody, once a night, for what changed after the event; and ties without a reason go."""
    looked = look_at(list(Member.objects.order_by("pk").values_list("pk", flat=True)), now)
    Tie.objects.filter(is_known=False, one_says="", other_says="", shared_events=0).delete()
    return looked


def look_at(members: list[int], now: datetime) -> int:
    """Some hundred at a time, each in a transaction of its own."""
    for some in batched(members, A_BATCH, strict=False):
        for source in SOURCES:
            with transaction.atomic():
                source(list(some), now)
    return len(members)


@transaction.atomic
def say_known(*, by: Member, whom: Member, says: str, at: datetime) -> Tie:
    """ "We know each other": one says it, the other confirms, and either may take it back."""
    tie = lock_tie(by, whom)
    tie.say(by, says, at=at)
    tie.refresh_from_db(fields=["is_known", "last_at"])
    return tie


@transaction.atomic
def tie_introduced(one: Member, other: Member, *, at: datetime) -> None:
    """They were introduced. The first time stands."""
    tie = lock_tie(one, other)
    if tie.introduced_at is None:
        tie.introduced_at = at
        tie.save(update_fields=["introduced_at"])


def lock_tie(one: Member, other: Member) -> Tie:
    """The row of these two, made if it is missing, ours until the transaction ends."""
    low, high = sorted((one.pk, other.pk))
    Tie.objects.bulk_create([Tie(one_id=low, other_id=high)], ignore_conflicts=True)
    return Tie.objects.select_for_update().get(one=low, other=high)


@transaction.atomic
def offer_to_be_asked(member: Member, *, offers: bool, at: datetime) -> None:
    """They may be asked by people they do not know; or no longer."""
    if offers:
        Askable.objects.get_or_create(member=member, defaults={"since": at})
    else:
        Askable.objects.filter(member=member).delete()
    list_one(member)
