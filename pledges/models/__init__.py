"""What people said they will do, what became of it, and the reminders owed to them."""

from pledges.models.answers import Answer
from pledges.models.calendars import calendar_of
from pledges.models.follow_ups import FollowUps
from pledges.models.handovers import Fate, HandOver
from pledges.models.moves import Move
from pledges.models.partners import PartnerAsk
from pledges.models.patches import as_patch, as_quilt, ended_on, how_it_goes
from pledges.models.pledges import WALL_LENGTH, Pledge
from pledges.models.reminders import Reminder
from pledges.models.rhythm import Owed, owed
from pledges.models.rhythm_row import Rhythm
from pledges.models.sending_back import SentBack
from pledges.models.snags import HelpOffer, Snag
from pledges.models.states import Visibility
from pledges.models.thanks import Thanks
from pledges.models.three_lines import ThreeLines
from pledges.models.walls import Wall
from pledges.models.watched import WatchedWords

__all__ = [
    "WALL_LENGTH",
    "Answer",
    "Fate",
    "FollowUps",
    "HandOver",
    "HelpOffer",
    "Move",
    "Owed",
    "PartnerAsk",
    "Pledge",
    "Reminder",
    "Rhythm",
    "SentBack",
    "Snag",
    "Thanks",
    "ThreeLines",
    "Visibility",
    "Wall",
    "WatchedWords",
    "as_patch",
    "as_quilt",
    "calendar_of",
    "ended_on",
    "how_it_goes",
    "owed",
]
