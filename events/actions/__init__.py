"""What changes rows of several kinds: places under the event's lock, and dates."""

from events.actions.changing import Change, DayTaken, change_date, change_from
from events.actions.dates import make_dates, moves
from events.actions.describing import change_places, change_plan, describe, move_house, open_to_others
from events.actions.ending import HasPeople, add_date, bring_back, cancel_date, cancel_from, skip_date
from events.actions.hosting import LastHost, add_host, drop_host, hand_over
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
from events.actions.setting_up import NewSeries, NewVenue, set_up_series, venue_row

__all__ = [
    "Busy",
    "Change",
    "Closed",
    "DayTaken",
    "Guest",
    "HasPeople",
    "LastHost",
    "NewSeries",
    "NewVenue",
    "TooFewPlaces",
    "add_date",
    "add_host",
    "bring_back",
    "cancel_date",
    "cancel_from",
    "change_date",
    "change_from",
    "change_places",
    "change_plan",
    "correct_email",
    "describe",
    "drop_host",
    "give_back",
    "hand_over",
    "leave",
    "make_dates",
    "move_house",
    "moves",
    "open_to_others",
    "set_capacity",
    "set_up_series",
    "sign_up",
    "skip_date",
    "venue_row",
]
