"""Series, dates, and who has a place."""

from events.models.calendars import calendar_of
from events.models.dates import Event
from events.models.places import ANSWER_LINK, PLACE_LINK, PLACE_TAKEN, SignUp, state_for
from events.models.rhythms import HowOften, Nth, Rhythm
from events.models.series import LONDON, Audience, Kind, Series, free_slug
from events.models.venues import Access, Venue

__all__ = [
    "ANSWER_LINK",
    "LONDON",
    "PLACE_LINK",
    "PLACE_TAKEN",
    "Access",
    "Audience",
    "Event",
    "HowOften",
    "Kind",
    "Nth",
    "Rhythm",
    "Series",
    "SignUp",
    "Venue",
    "calendar_of",
    "free_slug",
    "state_for",
]
