"""Who may ask whom."""

from dataclasses import dataclass
from datetime import datetime

from members.models import Member
from network.models import Askable, Introduction
from network.models.finding import through_whom
from network.models.introductions import ASK_AGAIN_AFTER


@dataclass(frozen=True)
class WaysToMeet:
    """How one member could come to meet another."""

    directly: bool
    through: list[Member]
    open_now: Introduction | None
    asked_before: bool

    @property
    def can_ask(self) -> bool:
        """There is a way, nothing is open between the two, and this person did not ask lately."""
        return (self.directly or bool(self.through)) and self.open_now is None and not self.asked_before


def ways_to_meet(member: Member, whom: Member, *, now: datetime) -> WaysToMeet:
    """Asked directly when they offered that; else through somebody whom both know."""
    recent = Introduction.objects.pair(member, whom).filter(asked_at__gt=now - ASK_AGAIN_AFTER)
    found = list(recent.order_by("-asked_at"))
    return WaysToMeet(
        directly=Askable.objects.filter(member=whom).exists(),
        through=through_whom(member, whom)[:MOST_SHOWN],
        open_now=next((one for one in found if one.state == Introduction.State.OPEN), None),
        asked_before=any(one.asked_by_id == member.pk for one in found),
    )


MOST_SHOWN = 5
