"""Who may do what with an organisation."""

from django.contrib.auth.models import AnonymousUser

from members.models import Affiliation, Member, Organisation


def can_edit_organisation(user: Member | AnonymousUser, organisation: Organisation) -> bool:
    """Those who work there, and were confirmed by its email domain, by one of them or by an organiser."""
    if isinstance(user, AnonymousUser):
        return False
    return Affiliation.objects.live().of(user).filter(organisation=organisation).exists()
