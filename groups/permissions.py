"""Who may do what in a group. A closed group stays as it is."""

from django.contrib.auth.models import AnonymousUser

from groups.models import Group, GroupNote, Membership
from groups.models.outcomes import MOST_FOR_BREAKERS, MOST_FOR_OTHERS
from members.models import Member


def can_read(group: Group, mine: Membership | None, user: Member | AnonymousUser) -> bool:
    """More than its name. While it is taken down only leads and organisers do."""
    if not group.is_taken_down:
        return True
    return (mine is not None and mine.is_lead) or (isinstance(user, Member) and user.has_role("admin"))


def can_lead(group: Group, mine: Membership | None) -> bool:
    """Leads alone change what it is, who is in it and who leads."""
    return mine is not None and mine.is_lead and not group.is_closed


def can_keep(group: Group, mine: Membership | None) -> bool:
    """Leads, and whoever keeps the notes: notes, outcomes, the next date, the round."""
    return mine is not None and mine.keeps and not group.is_closed


def can_change_note(group: Group, mine: Membership | None, note: GroupNote) -> bool:
    """Leads put any note right; whoever keeps the notes puts right what they wrote."""
    return can_lead(group, mine) or (can_keep(group, mine) and mine is not None and note.by_id == mine.member_id)


def can_take_part(group: Group, mine: Membership | None) -> bool:
    """Everybody in it: agree, and propose what to agree."""
    return mine is not None and mine.is_in and not group.is_closed


def can_join(group: Group, mine: Membership | None) -> bool:
    """Any member who is not in it, and has not asked already."""
    if group.is_closed or group.is_taken_down:
        return False
    return mine is None or mine.state not in {"in", "asked"}


def most_outcomes(group: Group) -> int:
    """A ground breaker tests three or four things."""
    return MOST_FOR_BREAKERS if group.kind == Group.Kind.BREAKER else MOST_FOR_OTHERS
