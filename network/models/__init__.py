"""Who can be found, who knows whom, and introductions."""

from network.models.entries import Entry
from network.models.introductions import LINKS, PARTS, Introduction
from network.models.ties import Askable, AskingEmailsStopped, Says, Tie

__all__ = ["LINKS", "PARTS", "Askable", "AskingEmailsStopped", "Entry", "Introduction", "Says", "Tie"]
