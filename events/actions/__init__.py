"""What changes rows of several kinds: places under the event's lock, and dates."""

from events.actions.access_needs import NotTheLead, mark_met, name_access_lead, take_back_needs, tell_needs
from events.actions.addresses import correct_for_guest, may_correct, send_links
from events.actions.calls import tick_off, untick
from events.actions.capacity import set_capacity, take_off
from events.actions.changing import Change, DayTaken, change_date, change_from
from events.actions.dates import make_dates, moves
from events.actions.describing import change_places, change_plan, describe, move_house, open_to_others
from events.actions.ending import HasPeople, add_date, bring_back, cancel_date, cancel_from, put_on_again, skip_date
from events.actions.holding import hold_places, hold_places_from
from events.actions.hosting import LastHost, add_host, drop_host, hand_over
from events.actions.locking import Busy, Closed, TooFewPlaces
from events.actions.offering import accept, keep_offers_moving, leave
from events.actions.places import Guest, Wishes, add_for, correct_email, give_back, sign_up
from events.actions.rearranging import MOST_BROUGHT, FullThatWay, change
from events.actions.reconciling import reconcile
from events.actions.reminding import answer, write_due_reminders
from events.actions.rhythms import Coming, NewRhythm, change_rhythm, sort_out
from events.actions.setting_up import NewSeries, NewVenue, set_up_series, venue_row
from events.actions.venues import change_venue
from events.actions.words import MOST_WORDS, WordTaken, end_word, make_word, words_of

__all__ = [
    "MOST_BROUGHT",
    "MOST_WORDS",
    "Busy",
    "Change",
    "Closed",
    "Coming",
    "DayTaken",
    "FullThatWay",
    "Guest",
    "HasPeople",
    "LastHost",
    "NewRhythm",
    "NewSeries",
    "NewVenue",
    "NotTheLead",
    "TooFewPlaces",
    "Wishes",
    "WordTaken",
    "accept",
    "add_date",
    "add_for",
    "add_host",
    "answer",
    "bring_back",
    "cancel_date",
    "cancel_from",
    "change",
    "change_date",
    "change_from",
    "change_places",
    "change_plan",
    "change_rhythm",
    "change_venue",
    "correct_email",
    "correct_for_guest",
    "describe",
    "drop_host",
    "end_word",
    "give_back",
    "hand_over",
    "hold_places",
    "hold_places_from",
    "keep_offers_moving",
    "leave",
    "make_dates",
    "make_word",
    "mark_met",
    "may_correct",
    "move_house",
    "moves",
    "name_access_lead",
    "open_to_others",
    "put_on_again",
    "reconcile",
    "send_links",
    "set_capacity",
    "set_up_series",
    "sign_up",
    "skip_date",
    "sort_out",
    "take_back_needs",
    "take_off",
    "tell_needs",
    "tick_off",
    "untick",
    "venue_row",
    "words_of",
    "write_due_reminders",
]
