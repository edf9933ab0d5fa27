"""Where people meet, and what helps them get in and take part."""

from functools import lru_cache
from typing import Protocol

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from members.models import Place


class Access(models.TextChoices):
    """What helps people get in and take part."""

    STEP_FREE = "step-free", _("Step-free")
    HEARING_LOOP = "hearing-loop", _("Hearing loop")
    QUIET_ROOM = "quiet-room", _("Quiet room")
    CHILDREN = "children", _("Children welcome")
    BUS_FARE = "bus-fare", _("We can pay your bus fare")
    INTERPRETER = "interpreter", _("Interpreter if you ask")
    ONLINE = "online", _("Join from home by video")
    FOOD = "food", _("Food provided")


# A list of events asks for the same few combinations on every row.
@lru_cache(maxsize=256)
def facts_in_words(access: tuple[str, ...], language: str | None) -> list[str]:
    """The labels of these, in this language."""
    return [str(choice.label) for choice in Access if choice.value in access]


class Meeting(Protocol):
    """A series, or one date."""

    capacity: int
    online_capacity: int
    venue: "Venue | None"


def room_of(meeting: Meeting) -> "Venue | None":
    """Where people go; nothing where all join from home."""
    return meeting.venue if meeting.capacity or not meeting.online_capacity else None


def where_of(meeting: Meeting, *, in_full: bool = False) -> str:
    """The name of the place, with its address in full; or that it is online."""
    room = room_of(meeting)
    if room is None:
        return gettext("Online")
    return f"{room.name}, {room.address}" if in_full else room.name


class Venue(models.Model):
    """Where people meet, and how to get there."""

    name = models.CharField(max_length=120)
    address = models.CharField(max_length=200)
    travel = models.CharField(max_length=300, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    access = ArrayField(models.CharField(max_length=20, choices=Access), default=list, blank=True)

    def __str__(self) -> str:
        return self.name

    @property
    def access_facts(self) -> list[str]:
        """In the words people read, in the order of the list above."""
        return facts_in_words(tuple(self.access), get_language())
