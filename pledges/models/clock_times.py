"""The time of day in somebody's own words, where there is no doubt about it."""

import re
from datetime import date, time

from collab.kit.days import DAY_NAMES

TWELVE = re.compile(r"\b(1[0-2]|[1-9])(?:[:.]([0-5]\d))?\s*([ap])\.?m\b\.?", re.IGNORECASE)
TWENTY_FOUR = re.compile(r"\b(2[0-3]|1[3-9]|0\d):([0-5]\d)\b")
WEEKDAY = re.compile(rf"\b({'|'.join(DAY_NAMES)})s?\b", re.IGNORECASE)


def time_in(cue: str, day: date) -> time | None:
    """The one time that a cue names, where it can only be meant for this day; None for anything less certain."""
    times = {_of_twelve(*found) for found in TWELVE.findall(cue)}
    times |= {time(int(hour), int(minute)) for hour, minute in TWENTY_FOUR.findall(cue)}
    weekdays = {name.lower() for name in WEEKDAY.findall(cue)}
    return times.pop() if len(times) == 1 and weekdays <= {DAY_NAMES[day.weekday()]} else None


def _of_twelve(hour: str, minute: str, half: str) -> time:
    return time(int(hour) % 12 + (12 if half.lower() == "p" else 0), int(minute or 0))
