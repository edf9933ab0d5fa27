"""Series, dates, and who has a place."""

from events.models.afterwards import FEEDBACK_LINK, NO_NOTES_LINK, Debrief, Feedback, NoNotes, Retelling
from events.models.attendance import Attendance, Closing, Tap, Visit
from events.models.calendars import calendar_of
from events.models.dates import Event
from events.models.places import ANSWER_LINK, HERE_LINK, PLACE_LINK, PLACE_TAKEN, SignUp, state_for
from events.models.series import LONDON, Audience, Kind, Series
from events.models.venues import Access, Venue

__all__ = [
    "ANSWER_LINK",
    "FEEDBACK_LINK",
    "HERE_LINK",
    "LONDON",
    "NO_NOTES_LINK",
    "PLACE_LINK",
    "PLACE_TAKEN",
    "Access",
    "Attendance",
    "Audience",
    "Closing",
    "Debrief",
    "Event",
    "Feedback",
    "Kind",
    "NoNotes",
    "Retelling",
    "Series",
    "SignUp",
    "Tap",
    "Venue",
    "Visit",
    "calendar_of",
    "state_for",
]
