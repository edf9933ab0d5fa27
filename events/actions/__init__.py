"""What changes rows of several kinds: places under the event's lock, and dates."""

from events.actions.dates import make_dates, moves
from events.actions.places import (
    Busy,
    Closed,
    Guest,
    TooFewPlaces,
    correct_email,
    give_back,
    leave,
    set_capacity,
    sign_up,
)
from events.actions.reminding import answer, write_due_reminders

__all__ = [
    "Busy",
    "Closed",
    "Guest",
    "TooFewPlaces",
    "answer",
    "correct_email",
    "give_back",
    "leave",
    "make_dates",
    "moves",
    "set_capacity",
    "sign_up",
    "write_due_reminders",
]
