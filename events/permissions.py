"""Who may do what with a place, and with a series."""

from datetime import datetime, timedelta

from django.contrib.auth.models import AnonymousUser

from events.models import Closing, Event, Series, SignUp, Venue, access_lead_of
from members.models import Member

# Long enough to see on the page that a letter is wrong; too short for anyone else to have come to the same row.
CORRECT_WITHIN = timedelta(hours=1)


def can_correct_email(signup: SignUp, now: datetime) -> bool:
    """Only for somebody this very form made known, who has not confirmed the address, and only for an hour."""
    is_theirs = signup.form_key is not None and signup.is_live and bool(signup.contact.email)
    is_open = signup.contact.email_verified_at is None and now - signup.signed_up_at < CORRECT_WITHIN
    return is_theirs and is_open


def can_change(signup: SignUp, now: datetime) -> bool:
    """Whoever said yes to a place or waits, while the date takes sign-ups; whoever was brought leaves it to them."""
    is_settled = signup.is_live and not signup.is_offered
    return is_settled and signup.brought_by_id is None and signup.event.takes_sign_ups(now)


def can_host(user: Member | AnonymousUser, series: Series) -> bool:
    """The hosts of a series, while that is their role, and organisers."""
    if not isinstance(user, Member) or not user.is_active:
        return False
    return user.has_role("admin") or (user.has_role("facilitator") and user.pk in hosts_of(series))


def hosts_of(series: Series) -> set[int]:
    return set(series.hosts.values_list("pk", flat=True))


def can_rename(user: Member, venue: Venue, now: datetime) -> bool:
    """Whoever runs all that meets there: another name or address would send other hosts' people elsewhere."""
    meeting = Series.objects.meeting_at(venue, now)
    return not meeting.exclude(pk__in=Series.objects.run_by(user).values("pk")).exists()


def can_close(event: Event, closing: Closing | None, now: datetime) -> bool:
    """Once, when it is over; what was called off has nothing to settle."""
    return closing is None and event.is_over(now) and not event.is_cancelled


def can_read_needs(user: Member | AnonymousUser, event: Event) -> bool:
    """The date's access lead and nobody else: other hosts and organisers see numbers."""
    return isinstance(user, Member) and user.is_active and access_lead_of(event) == user


def can_tell_needs(signup: SignUp, now: datetime) -> bool:
    """Whoever is coming or waits, until it is over."""
    return signup.is_live and not signup.event.is_over(now) and not signup.event.is_cancelled


def host_can_correct_email(signup: SignUp, now: datetime) -> bool:
    """Only for a guest who has not shown that the address is theirs. What people prove, they change themselves."""
    is_guest = signup.contact.email_verified_at is None and not hasattr(signup.contact, "member")
    return is_guest and signup.is_live and not signup.event.is_over(now)
