"""What becomes of a group when somebody leaves the whole network."""

from datetime import datetime

from django.utils.translation import gettext as _

from groups.actions.leading import close_group
from groups.actions.people import Role, give_role, read_again
from groups.emails import tell_lead
from groups.models import Group, Membership


def go_from(membership: Membership, *, at: datetime) -> None:
    """Whoever has been in it longest leads it where they led alone. Where nobody is left, it closes."""
    group = Group.objects.lock(membership.group)
    membership = read_again(membership)
    if not membership.is_in or group.is_closed:
        return
    others = Membership.objects.current().filter(group=group).exclude(pk=membership.pk)
    longest = others.select_related("group", "member__contact").order_by("joined_at", "pk").first()
    if longest is None:
        did = _("This group closed when the last person in it left.")
        close_group(group, did=did, learned="", goes_on="", by=membership.member, at=at)
    elif not others.filter(role=Role.LEAD).exists():
        give_role(longest, Role.LEAD, by=membership.member)
        tell_lead(longest, at=at)
