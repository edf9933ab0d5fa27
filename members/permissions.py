"""Who may do what with people, their accounts and their organisations."""

from django.contrib.auth.models import AnonymousUser

from members.models import Affiliation, Member, Organisation, Role


def can_have_helper(member: Member) -> bool:
    """A helper reads the codes too, so whoever holds a role in the network has none."""
    return not member.is_staff_role


def can_help_to_sign_in(user: Member | AnonymousUser, member: Member) -> bool:
    """An organiser, and never for themselves: whoever takes their session must not add a way in of their own."""
    return isinstance(user, Member) and user.has_role(Role.ADMIN) and user != member


def can_edit_organisation(user: Member | AnonymousUser, organisation: Organisation) -> bool:
    """Those who work there, and were confirmed by its email domain, by one of them or by an organiser."""
    if isinstance(user, AnonymousUser):
        return False
    return Affiliation.objects.live().of(user).filter(organisation=organisation).exists()
