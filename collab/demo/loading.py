"""What the loaders share: the data files, the seed, the moment of loading, and the rows made so far."""

import tomllib
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from random import Random
from typing import Any
from uuid import UUID

from django.utils import timezone

from events.models import Event
from groups.models import Group
from members.models import Contact, Member, Organisation, Place, Sector, Topic
from stories.models import Story

FOLDER = Path(__file__).parent
type Data = dict[str, Any]


def read(name: str) -> Data:
    """One of the demo's data files."""
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))


@dataclass
class Loading:
    """One run of the loader. Equal seeds make equal people, addresses and choices."""

    seed: int
    now: datetime = field(default_factory=timezone.now)
    random: Random = field(init=False)
    sectors: dict[str, Sector] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    organisations: dict[str, Organisation] = field(default_factory=dict)
    people: dict[str, Member] = field(default_factory=dict)
    guests: list[Contact] = field(default_factory=list)
    past: list[Event] = field(default_factory=list)
    coming: list[Event] = field(default_factory=list)
    stories: dict[str, Story] = field(default_factory=dict)
    held_by: dict[str, tuple[Group, bool]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.random = Random(self.seed)

    def uuid(self) -> UUID:
        """The next public id; the same one for the same seed."""
        return UUID(int=self.random.getrandbits(128), version=4)

    def moment(self, start: datetime, end: datetime) -> datetime:
        """Some moment between the two."""
        return start + (end - start) * self.random.random()

    def contact(self, person: str) -> Contact | None:
        """The contact behind an id such as P01; None for no id."""
        return self.people[person].contact if person else None
