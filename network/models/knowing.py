""" "We know each other", said by one and not answered yet by the other."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from members.models import Member, Profile
from network.models.ties import Tie

ASKED_FOR = timedelta(days=30)
MOST_ON_HOME = 5


@dataclass(frozen=True)
class Claim:
    """Whose word it is, as a row of theirs that this member may see."""

    profile: Profile

    @property
    def name(self) -> str:
        return str(self.profile.member.contact.name)


def claims_on(member: Member, *, now: datetime) -> list[Claim]:
    """Not answered, not older than a month, and by people whom they may see."""
    claims = Tie.objects.of(member).claims_on(member, since=now - ASKED_FOR)
    rows = Profile.objects.visible_to(member).filter(member__in=claims.far_ends())
    found = rows.select_related("member__contact").order_by("member__contact__name", "pk")[:MOST_ON_HOME]
    return [Claim(profile) for profile in found]
