"""Who may do what with a place, and with a series."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser

from events.models import Closing, Event, Series, SignUp
from members.models import Member

# Long enough to see on the page that a letter is wrong; too short for anyone else to have come to the same row.
CORRECT_WITHIN = timedelta(hours=1)


def can_correct_email(signup: SignUp, now: datetime) -> bool:
    """Only for somebody this very form made known, who has not confirmed the address, and only for an hour."""
    is_theirs = signup.form_key is not None and signup.is_live and bool(signup.contact.email)
    is_open = signup.contact.email_verified_at is None and now - signup.signed_up_at < CORRECT_WITHIN
    return is_theirs and is_open


def can_host(user: Member | AnonymousUser, series: Series) -> bool:
    """A host of this series who has the role, and every organiser."""
    if not isinstance(user, Member) or not user.is_active:
        return False
    if user.has_role("admin"):
        return True
    return user.has_role("facilitator") and series.hosts.filter(pk=user.pk).exists()


def can_close(event: Event, closing: Closing | None, now: datetime) -> bool:
    """Once, when it is over; what was called off has nothing to settle."""
    return closing is None and event.is_over(now) and not event.is_cancelled
