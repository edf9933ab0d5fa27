"""Who may do what with a place, and with a series."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser

from events.models import Series, SignUp
from members.models import Member, Role

# Long enough to see on the page that a letter is wrong; too short for anyone else to have come to the same row.
CORRECT_WITHIN = timedelta(hours=1)


def can_correct_email(signup: SignUp, now: datetime) -> bool:
    """Only for somebody this very form made known, who has not confirmed the address, and only for an hour."""
    is_theirs = signup.form_key is not None and signup.is_live and bool(signup.contact.email)
    is_open = signup.contact.email_verified_at is None and now - signup.signed_up_at < CORRECT_WITHIN
    return is_theirs and is_open


def can_host(user: Member | AnonymousUser, series: Series) -> bool:
    """A host of this series who has the role, and every organiser."""
    if not isinstance(user, Member):
        return False
    is_host = user.has_role(Role.FACILITATOR) and series.hosts.filter(pk=user.pk).exists()
    return is_host or user.has_role(Role.ADMIN)
