"""Times of day as people write them: 5.30pm, half 5, 17.30, 1730, 5:30 to 7."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
DAY, NOON = 24 * 60, 12 * 60
# Between these two, a bare hour is taken to be in the afternoon or evening: 5 is teatime, 10 is mid-morning.
FIRST_IN_THE_AFTERNOON, FIRST_IN_THE_MORNING = 1, 8
SAID_ALOUD = [
    ("[\u2013\u2014\u2212]", "-"),
    (r"\bo['’]?clock\b|^from\s+|^at\s+", " "),
    (r"\b([ap])\.?\s?m\b\.?", r"\1m"),
    (r"\bin the morning\b", "am"),
    (r"\b(?:in the (?:afternoon|evening)|at night)\b", "pm"),
    (r"\b(?:12 )?(?:noon|midday)\b", "12pm"),
    *((rf"\b{word}\b", str(number)) for number, word in enumerate(NUMBERS, start=1)),
    (r"\bhalf(?:\s+past)?\s+(\d{1,2})\b", r"\1:30"),
    (r"\bquarter past\s+(\d{1,2})\b", r"\1:15"),
]
QUARTER_TO = re.compile(r"\bquarter to\s+(\d{1,2})\b")
BETWEEN = re.compile(r"\s*(?:-|\bto\b|\btill?\b|\buntil\b)\s*")
LASTING = re.compile(r"^(?P<start>.+?)\s*,?\s+for\s+(?P<length>.+)$")
ONE = re.compile(r"^(?P<hour>\d{1,2})(?:\s?[:.h]?\s?(?P<minute>[0-5]\d))?\s*(?P<half>am|pm)?h?$")
AN_HOUR = re.compile(r"^(?:an|1) hour(?P<half> and a half)?$")
HOURS = re.compile(r"^(?P<hours>\d+(?:\.5)?)\s*(?:hours?|hrs?|h)$")
MINUTES = re.compile(r"^(?P<minutes>\d{1,3})\s*(?:minutes?|mins?|m)$")


@dataclass(frozen=True)
class Reading:
    """One time as it was written: the minutes of the day it may mean, the likeliest first."""

    likely: int
    other: int | None = None

    @property
    def meanings(self) -> list[int]:
        return sorted({self.likely, *([] if self.other is None else [self.other])})


def parse_span(text: str) -> tuple[time, time | None] | None:
    """When it starts, and when it ends if that is said. None for what cannot be read, or ends before it starts."""
    found = read_span(text)
    if found is None:
        return None
    start, end = found
    return (clock(start), None) if end is None else span(start, end)


def ends_first(text: str) -> bool:
    """Whether both times can be read, and the end is the earlier one."""
    found = read_span(text)
    return found is not None and found[1] is not None and found[1] < found[0]


def read_span(text: str) -> tuple[int, int | None] | None:
    """Both in minutes from midnight, in whatever order."""
    words = plain(text)
    if lasting := LASTING.match(words):
        start, length = read_one(lasting["start"]), minutes_of(lasting["length"])
        return (start.likely, start.likely + length) if start and length else None
    start_words, *rest = BETWEEN.split(words, maxsplit=1)
    start, end = read_one(start_words), read_one(rest[0]) if rest else None
    if start is None or (rest and end is None):
        return None
    return settled(start, end) if end else (start.likely, None)


def plain(text: str) -> str:
    """In figures, with every way of saying it made one."""
    words = " ".join(text.lower().split())
    for said, written in SAID_ALOUD:
        words = re.sub(said, written, words)
    words = QUARTER_TO.sub(lambda found: f"{(int(found[1]) - 2) % 12 + 1}:45", words)
    return " ".join(words.split())


def read_one(words: str) -> Reading | None:
    """17.30 means one thing; 5:30 may mean two."""
    found = ONE.match(words.strip())
    if found is None:
        return None
    hour, minute, half = int(found["hour"]), int(found["minute"] or 0), found["half"]
    if half:
        return Reading((hour % 12 + 12 * (half == "pm")) * 60 + minute) if 1 <= hour <= 12 else None
    if hour > 12 or hour == 0 or found["hour"].startswith("0"):
        return Reading(hour * 60 + minute) if hour < 24 else None
    early, late = hour % 12 * 60 + minute, hour % 12 * 60 + minute + NOON
    is_late = FIRST_IN_THE_AFTERNOON <= hour < FIRST_IN_THE_MORNING or hour == 12
    return Reading(late, early) if is_late else Reading(early, late)


def settled(start: Reading, end: Reading) -> tuple[int, int]:
    """What the two mean together: 5.30 to 7pm is in the evening, 11 to 1pm begins before noon, 9 to 5 is a day."""
    if start.other is not None and end.other is None:
        before = [meaning for meaning in start.meanings if meaning < end.likely]
        return (before[-1] if before else start.likely), end.likely
    after = [meaning for meaning in end.meanings if meaning > start.likely]
    return start.likely, after[0] if after else end.likely


def minutes_of(words: str) -> int:
    """90 minutes, an hour and a half, 2 hours; 0 for what cannot be read."""
    if found := AN_HOUR.match(words):
        return 90 if found["half"] else 60
    if found := HOURS.match(words):
        return int(float(found["hours"]) * 60)
    return int(found["minutes"]) if (found := MINUTES.match(words)) else 0


def span(start: int, end: int) -> tuple[time, time] | None:
    """Both on one day, one after the other."""
    return (clock(start), clock(end)) if start < end < DAY else None


def clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def written(moment: time) -> str:
    """5:30pm, 7pm: as the box shows it again."""
    minutes = f":{moment.minute:02d}" if moment.minute else ""
    return f"{moment.hour % 12 or 12}{minutes}{'pm' if moment.hour >= 12 else 'am'}"


class SpanField(forms.CharField):
    """One text box for when it starts and ends."""

    default_error_messages = {
        "unclear": _("Enter when it starts and ends, like 5:30pm to 7pm"),
        "backwards": _("The end is before the start. Enter the start first, like 5:30pm to 7pm"),
        "endless": _("Say when it ends too, like 5:30pm to 7pm"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": 60, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """5:30pm to 7pm, in the box."""
        return f"{written(value[0])} to {written(value[1])}" if isinstance(value, tuple) else value

    def clean(self, value: Any) -> Any:
        """The two times, or None."""
        text = super().clean(value)
        if not text:
            return None
        found = parse_span(text)
        if found is None:
            code = "backwards" if ends_first(text) else "unclear"
            raise ValidationError(self.error_messages[code], code=code)
        if found[1] is None:
            raise ValidationError(self.error_messages["endless"], code="endless")
        return found
