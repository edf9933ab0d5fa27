"""What happened when people worked together, who agreed to it being told, and who checked it."""

from stories.models.consent import Consent, NamingLevel, Use
from stories.models.moderation import Decision
from stories.models.people import Byline, PersonInStory, Quote
from stories.models.stories import Box, Story

__all__ = ["Box", "Byline", "Consent", "Decision", "NamingLevel", "PersonInStory", "Quote", "Story", "Use"]
