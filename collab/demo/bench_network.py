"""Synthetic ties between the synthetic people: some twenty each, and one in twenty-one offers to be asked."""

from collab.demo.bench import Bench
from collab.demo.bulk import fill
from network.models import Askable, Tie

# One in twenty would all be of one sector, since there are ten, and which one would hang on the first number.
TIES_A_MEMBER, ONE_IN = 10, 21


def load_ties(bench: Bench) -> None:
    """Each member to ten others further on, so that each has about twenty; those at the end have fewer."""
    members = bench.made["member"]
    last = members.first + members.count - 1
    # Far apart, so that the friends of one person's friends are not the same few again.
    far = f"(1 + (n % {TIES_A_MEMBER}) * ((n % {TIES_A_MEMBER}) + 7))"
    count = (members.count - TIES_A_MEMBER * (TIES_A_MEMBER + 7)) * TIES_A_MEMBER
    one = members.at(f"n / {TIES_A_MEMBER}")
    assert members.first + count // TIES_A_MEMBER <= last
    moment = "now() - (n % 700) * interval '1 day'"
    fill(bench.cursor, Tie, count, one_id=one, other_id=f"({one} + {far})", introduced_at=moment)
    bench.cursor.execute(
        f"INSERT INTO {Askable._meta.db_table} (member_id, since) "
        f"SELECT id, now() FROM members_member WHERE id >= %s AND (id - %s) %% {ONE_IN} = 0",
        [members.first, members.first],
    )
