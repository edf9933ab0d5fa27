"""Series, dates, and who has a place."""

from events.models.calendars import calendar_of
from events.models.dates import Event, Series, Venue
from events.models.places import ANSWER_LINK, PLACE_LINK, PLACE_TAKEN, SignUp, state_for

__all__ = [
    "ANSWER_LINK",
    "PLACE_LINK",
    "PLACE_TAKEN",
    "Event",
    "Series",
    "SignUp",
    "Venue",
    "calendar_of",
    "state_for",
]
