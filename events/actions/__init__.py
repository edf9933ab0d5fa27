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
from events.actions.words import MOST_WORDS, WordTaken, end_word, make_word, words_of

__all__ = [
    "MOST_WORDS",
    "Busy",
    "Closed",
    "Guest",
    "TooFewPlaces",
    "WordTaken",
    "answer",
    "correct_email",
    "end_word",
    "give_back",
    "leave",
    "make_dates",
    "make_word",
    "moves",
    "set_capacity",
    "sign_up",
    "words_of",
    "write_due_reminders",
]
