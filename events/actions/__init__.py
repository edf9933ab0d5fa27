"""What changes rows of several kinds: places under the event's lock, and dates."""

from events.actions.capacity import hold_places, set_capacity, take_off
from events.actions.changing import MOST_BROUGHT, FullThatWay, change
from events.actions.dates import make_dates, moves
from events.actions.locking import Busy, Closed, TooFewPlaces
from events.actions.offering import accept, keep_offers_moving, leave
from events.actions.places import Guest, Wishes, add_for, correct_email, give_back, sign_up
from events.actions.reconciling import reconcile

__all__ = [
    "MOST_BROUGHT",
    "Busy",
    "Closed",
    "FullThatWay",
    "Guest",
    "TooFewPlaces",
    "Wishes",
    "accept",
    "add_for",
    "change",
    "correct_email",
    "give_back",
    "hold_places",
    "keep_offers_moving",
    "leave",
    "make_dates",
    "moves",
    "reconcile",
    "set_capacity",
    "sign_up",
    "take_off",
]
