"""Who may do what with people."""

from members.models import Member


def can_have_helper(member: Member) -> bool:
    """A helper reads the codes too, so whoever holds a role in the network has none."""
    return not member.is_staff_role
