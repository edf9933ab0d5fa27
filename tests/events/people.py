"""Sign-ups in a line, for the tests of this app."""

from django.utils import timezone

from events.actions import Guest, sign_up
from events.models import SignUp
from outbox.models import OutgoingEmail


def guest(number, **fields):
    return Guest(name=f"Guest {number}", email=f"guest{number}@people.example", **fields)


def sign_ups(event, count, *, first=1):
    """That many guests, one after the other."""
    return [sign_up(event, guest(number), at=timezone.now()) for number in range(first, first + count)]


def until():
    """When the latest of the offers runs out."""
    return SignUp.objects.filter(state="offered").latest("offered_until").offered_until or timezone.now()


def states(event):
    """Who has what, by first name, in the order they came."""
    rows = event.signups.order_by("pk").values_list("contact__name", "state", "position")
    return {name: (state, position) for name, state, position in rows}


def emails(purpose):
    """The addresses that were written to for this purpose, in order."""
    return list(OutgoingEmail.objects.filter(purpose=purpose).order_by("pk").values_list("to", flat=True))
