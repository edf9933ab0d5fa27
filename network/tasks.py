"""What the clock starts."""

from celery import shared_task
from django.utils import timezone

from network.actions import introducing, listing, tying


@shared_task(name="network.list_changed")
def list_changed() -> int:
    """Every minute: index who changed what they say."""
    return listing.list_changed(now=timezone.now())


@shared_task(name="network.list_all")
def list_all() -> int:
    """Every night: compare each entry with its person."""
    return listing.list_all()


@shared_task(name="network.look_for_ties")
def look_for_ties() -> int:
    """Every 15 minutes: who was at dates that ended lately."""
    return tying.look_for_new_ties(timezone.now())


@shared_task(name="network.look_for_all_ties")
def look_for_all_ties() -> int:
    """Every night: everybody, for what changed after an event."""
    return tying.look_for_all_ties(timezone.now())


@shared_task(name="network.end_introductions")
def end_introductions() -> int:
    """Every minute: those that ran out of time, and those of suspended people."""
    now = timezone.now()
    return introducing.lapse_due(now) + introducing.cancel_of_suspended(now)
