"""The line as a host sees it: who comes next, and why somebody does or does not."""

from datetime import datetime
from typing import NamedTuple

from events.models.dates import Event
from events.models.holding import still_held
from events.models.places import SignUp
from events.models.ways import Way


class InLine(NamedTuple):
    """Somebody who waits: how many are before them the same way, and the reason for it."""

    signup: SignUp
    number: int
    # next, behind, kept (what is free is held for other sectors) or shut (nobody is called in any more)
    why: str

    @property
    def ahead(self) -> int:
        return self.number - 1

    @property
    def had_a_place(self) -> bool:
        """Moved out of a smaller room, and so in front of those who never had one."""
        return (self.signup.position or 0) < 0


def line_of(event: Event, waiting: list[SignUp], now: datetime) -> list[InLine]:
    """In the order in which they are asked, each way counted for itself."""
    kept = sum(still_held(event).values()) if event.holds_places(now) else 0
    is_shut = event.is_cancelled or now >= event.starts_at
    counted = dict.fromkeys(Way.values, 0)
    line = []
    for signup in waiting:
        counted[signup.way] += 1
        number = counted[signup.way]
        is_kept = signup.way == Way.ROOM and bool(kept) and event.room_left > 0
        why = "shut" if is_shut else "kept" if is_kept else "next" if number == 1 else "behind"
        line.append(InLine(signup, number, why))
    return line
