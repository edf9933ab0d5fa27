"""What changes rows of several kinds: places under the event's lock, and dates."""

from events.actions.access_needs import NotTheLead, mark_met, name_access_lead, take_back_needs, tell_needs
from events.actions.addresses import correct_for_guest, may_correct, send_links
from events.actions.calls import tick_off, untick
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

__all__ = [
    "Busy",
    "Closed",
    "Guest",
    "NotTheLead",
    "TooFewPlaces",
    "correct_email",
    "correct_for_guest",
    "give_back",
    "leave",
    "make_dates",
    "mark_met",
    "may_correct",
    "moves",
    "name_access_lead",
    "send_links",
    "set_capacity",
    "sign_up",
    "take_back_needs",
    "tell_needs",
    "tick_off",
    "untick",
]
