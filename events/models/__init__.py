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
from events.models.afterwards import FEEDBACK_LINK, NO_NOTES_LINK, Debrief, Feedback, NoNotes, Retelling
from events.models.attendance import Attendance, Closing, Tap, Visit, closing_of
from events.models.calendars import calendar_of
from events.models.calls import Call, Due, to_ring
from events.models.dates import Event
from events.models.feeds import CalendarFeed, dates_of
from events.models.holding import RELEASED_BEFORE, HeldPlaces
from events.models.inviting import to_invite
from events.models.line import InLine, line_of
from events.models.places import ANSWER_LINK, HERE_LINK, LIVE, PLACE_LINK, PLACE_TAKEN, SignUp, state_for
from events.models.questions import Answer, Question
from events.models.reminders import STILL_LINK, Reminder, moment_of
from events.models.rhythms import HowOften, Nth, Rhythm
from events.models.series import LONDON, Audience, Kind, Series, free_slug
from events.models.together import Together
from events.models.venues import Access, Venue
from events.models.ways import Way

__all__ = [
    "ANSWER_LINK",
    "FEEDBACK_LINK",
    "HERE_LINK",
    "LIVE",
    "LONDON",
    "NO_NOTES_LINK",
    "PLACE_LINK",
    "PLACE_TAKEN",
    "RELEASED_BEFORE",
    "STILL_LINK",
    "WORDINGS",
    "WORDING_NOW",
    "WORDS",
    "WORDS_FIT",
    "Access",
    "AccessNeed",
    "AccessTotal",
    "Answer",
    "Attendance",
    "Audience",
    "CalendarFeed",
    "Call",
    "Closing",
    "Debrief",
    "Due",
    "Event",
    "Feedback",
    "HeldPlaces",
    "HowOften",
    "InLine",
    "Kind",
    "Need",
    "NoNotes",
    "Nth",
    "Question",
    "Reminder",
    "Retelling",
    "Rhythm",
    "Series",
    "SignUp",
    "Tap",
    "Together",
    "Venue",
    "Visit",
    "Way",
    "access_lead_of",
    "calendar_of",
    "closing_of",
    "dates_of",
    "free_slug",
    "line_of",
    "moment_of",
    "state_for",
    "to_invite",
    "to_ring",
]
