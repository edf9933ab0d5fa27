"""What one member has to do with pledges, read in one query."""

from dataclasses import dataclass

from django.db.models import Case, Q, Value, When

from members.models import Member
from pledges.models.pledges import Pledge
from pledges.models.states import LIVE

MOST = 200


@dataclass(frozen=True)
class Mine:
    """Theirs to do and theirs that ended, the live ones they are partner of, and those they wrote down for somebody."""

    todo: list[Pledge]
    ended: list[Pledge]
    watched: list[Pledge]
    written: list[Pledge]

    @property
    def going(self) -> int:
        """How many of theirs go on, or wait for others."""
        return len(self.todo)


def mine_of(member: Member) -> Mine:
    """The newest of each, live ones before the others."""
    own = Q(contact=member.contact_id, confirmed_at__isnull=False)
    about = own | Q(partner=member.contact_id, state__in=LIVE) | Q(recorded_by=member.pk)
    is_open = Q(state__in=[*LIVE, Pledge.State.WAITING])
    order = Case(When(is_open, then=Value(0)), default=Value(1))
    rows = Pledge.objects.made().filter(about).select_related("sector").with_company()
    found = list(rows.order_by(order, "-made_at", "-pk")[:MOST])
    theirs = [row for row in found if row.is_by(member)]
    others = [row for row in found if not row.is_by(member)]
    return Mine(
        todo=[row for row in theirs if row.goes_on],
        ended=[row for row in theirs if not row.goes_on],
        watched=[row for row in others if row.partner_id == member.contact_id and row.is_live],
        written=[row for row in others if row.recorded_by_id == member.pk],
    )
