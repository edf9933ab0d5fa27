"""Links to places, sent again; and a word to an address that was wrong."""

from collections.abc import Sequence
from datetime import datetime
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from events.emails.places import full
from events.models import Event, SignUp
from outbox.actions import write_email


def send_links_to(email: str, signups: Sequence[SignUp], *, at: datetime) -> None:
    """To whoever typed this address: its places with their links, or that it has none. To nobody by name."""
    places = [(signup, full(signup.get_absolute_url())) for signup in signups]
    write_email(
        "events/links_again",
        {"places": places, "list_url": full(reverse("event_list"))},
        purpose="events.links-again",
        key=uuid4().hex,
        to=email,
        subject=_("Your places and their links"),
        due_at=at,
        is_secret=True,
    )


def tell_moved_away(email: str, event: Event, *, key: str, at: datetime) -> None:
    """To the address that was wrong, where it was written to before. Names nobody, and not the new address."""
    write_email(
        "events/moved_away",
        {"event": event, "dates": [event]},
        purpose="events.moved-away",
        key=key,
        to=email,
        subject=_("This place has another address now"),
        due_at=at,
    )
