"""Series, dates, and who has a place."""

from events.models.access_needs import (
    WORDING_NOW,
    WORDINGS,
    WORDS,
    WORDS_FIT,
    AccessNeed,
    AccessTotal,
    Need,
    access_lead_of,
)
from events.models.calendars import calendar_of
from events.models.calls import Call, Due, to_ring
from events.models.dates import Event
from events.models.places import ANSWER_LINK, PLACE_LINK, PLACE_TAKEN, SignUp, state_for
from events.models.series import LONDON, Audience, Kind, Series
from events.models.venues import Access, Venue

__all__ = [
    "ANSWER_LINK",
    "LONDON",
    "PLACE_LINK",
    "PLACE_TAKEN",
    "WORDINGS",
    "WORDING_NOW",
    "WORDS",
    "WORDS_FIT",
    "Access",
    "AccessNeed",
    "AccessTotal",
    "Audience",
    "Call",
    "Due",
    "Event",
    "Kind",
    "Need",
    "Series",
    "SignUp",
    "Venue",
    "access_lead_of",
    "calendar_of",
    "state_for",
    "to_ring",
]
