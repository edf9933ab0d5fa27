"""For which reasons somebody may see a pledge."""

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from groups.models import Membership
from members.models import Member
from pledges.models.states import PledgeState, Visibility


def ways_to_see(user: Member | AnonymousUser) -> list[Q]:
    """Each reason for which this person may see a pledge. The first two are the same for all members."""
    public = Q(visibility=Visibility.PUBLIC, is_held=False) & ~Q(state=PledgeState.OFF)
    if isinstance(user, AnonymousUser):
        return [public]
    groups = Membership.objects.filter(member=user, state=Membership.State.IN).values("group")
    return [
        public,
        Q(visibility=Visibility.MEMBERS, is_held=False) & ~Q(state=PledgeState.OFF),
        # An address can be typed by anyone: until it is confirmed, the pledge is not in its owner's name.
        Q(contact=user.contact_id, confirmed_at__isnull=False),
        Q(partner=user.contact_id),
        Q(visibility=Visibility.GROUP, group__in=groups),
    ]


def returned() -> QuerySet:
    """What went back to its maker and has not come again."""
    # By name, since a return's own file stands on this one.
    rows: QuerySet = apps.get_model("pledges.SentBack").objects.open()
    return rows
