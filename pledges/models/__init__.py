"""What people said they will do, what became of it, and the reminders owed to them."""

from pledges.models.answers import Answer
from pledges.models.calendars import calendar_of
from pledges.models.follow_ups import FollowUps
from pledges.models.handovers import Fate, HandOver
from pledges.models.moves import Move
from pledges.models.patches import as_patch, as_quilt, how_it_goes
from pledges.models.pledges import WALL_LENGTH, Pledge, Visibility
from pledges.models.reminders import Reminder
from pledges.models.rhythm import Owed, owed
from pledges.models.rhythm_row import Rhythm
from pledges.models.walls import Wall

__all__ = [
    "WALL_LENGTH",
    "Answer",
    "Fate",
    "FollowUps",
    "HandOver",
    "Move",
    "Owed",
    "Pledge",
    "Reminder",
    "Rhythm",
    "Visibility",
    "Wall",
    "as_patch",
    "as_quilt",
    "calendar_of",
    "how_it_goes",
    "owed",
]
