"""Series, dates, and who has a place."""

from events.models.dates import Event, Series, Venue
from events.models.places import PLACE_TAKEN, SignUp

__all__ = ["PLACE_TAKEN", "Event", "Series", "SignUp", "Venue"]
