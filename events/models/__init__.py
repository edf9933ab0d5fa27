"""Series, dates, and who has a place."""

from events.models.calendars import calendar_of
from events.models.dates import Event
from events.models.feeds import CalendarFeed, dates_of
from events.models.places import ANSWER_LINK, PLACE_LINK, PLACE_TAKEN, SignUp, state_for
from events.models.reminders import STILL_LINK, Reminder, moment_of
from events.models.series import LONDON, Audience, Kind, Series
from events.models.venues import Access, Venue

__all__ = [
    "ANSWER_LINK",
    "LONDON",
    "PLACE_LINK",
    "PLACE_TAKEN",
    "STILL_LINK",
    "Access",
    "Audience",
    "CalendarFeed",
    "Event",
    "Kind",
    "Reminder",
    "Series",
    "SignUp",
    "Venue",
    "calendar_of",
    "dates_of",
    "moment_of",
    "state_for",
]
