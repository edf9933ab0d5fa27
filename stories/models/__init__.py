"""What happened when people worked together, who agreed to it being told, and who checked it."""

from stories.models.asking import ConsentAsk
from stories.models.consent import Consent, NamingLevel, Use
from stories.models.finals import FinalText
from stories.models.findings import Finding
from stories.models.kept import KeptStory
from stories.models.moderation import REPLIES, Decision, Reason, SavedReply, replies_now
from stories.models.people import Byline, PersonInStory, Quote
from stories.models.questions import StoryQuestion
from stories.models.reading import newest_stories, story_to_read, with_byline
from stories.models.searching import StoryWords
from stories.models.stories import ANSWERS, Box, Story
from stories.models.went_out import WentOut

__all__ = [
    "ANSWERS",
    "REPLIES",
    "Box",
    "Byline",
    "Consent",
    "ConsentAsk",
    "Decision",
    "FinalText",
    "Finding",
    "KeptStory",
    "NamingLevel",
    "PersonInStory",
    "Quote",
    "Reason",
    "SavedReply",
    "Story",
    "StoryQuestion",
    "StoryWords",
    "Use",
    "WentOut",
    "newest_stories",
    "replies_now",
    "story_to_read",
    "with_byline",
]
