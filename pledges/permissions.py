"""Who may do what with a pledge."""

from datetime import date

from django.contrib.auth.models import AnonymousUser

from events.models import Event
from members.models import Member
from pledges.models import Pledge


def can_host(user: Member, event: Event | None) -> bool:
    """A checker or an organiser anywhere, and a host at their own meet-ups."""
    return user.has_role("moderator") or runs(user, event)


def runs(user: Member, event: Event | None) -> bool:
    """An organiser anywhere, and a host at their own meet-ups."""
    if user.has_role("admin"):
        return True
    return user.has_role("facilitator") and event is not None and event.series.hosts.filter(pk=user.pk).exists()


def can_hold(user: Member | AnonymousUser, pledge: Pledge) -> bool:
    """Those who host where it was made."""
    return isinstance(user, Member) and can_host(user, pledge.event)


def can_join(user: Member | AnonymousUser, pledge: Pledge, *, on: date) -> bool:
    """Anybody but its maker, while it goes on or waits for others."""
    return pledge.takes_others(on=on) and not pledge.is_by(user) and not pledge.waits_for_look


def can_answer(user: Member | AnonymousUser, pledge: Pledge) -> bool:
    """Only the one who promised says what became of it."""
    return pledge.is_by(user)


def can_thank(user: Member | AnonymousUser, pledge: Pledge) -> bool:
    """Any member who can see that it was kept, but not the one who kept it."""
    return isinstance(user, Member) and pledge.state == Pledge.State.KEPT and not pledge.is_by(user)
