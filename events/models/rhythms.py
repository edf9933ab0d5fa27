"""How often it comes back: chosen in a word or two, kept as a rule in local time, read back as a sentence."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time
from itertools import islice
from typing import Self

from dateutil.rrule import rrulestr
from django.db import models
from django.utils.dates import WEEKDAYS
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST = -1
# What every month has.
SHORTEST_MONTH = 28


class HowOften(models.TextChoices):
    """What a host can choose."""

    ONCE = "once", gettext_lazy("Once")
    WEEK = "week", gettext_lazy("Every week")
    FORTNIGHT = "fortnight", gettext_lazy("Every second week")
    MONTH = "month", gettext_lazy("Every month on the same weekday, like the third Wednesday")
    MONTH_DAY = "month-day", gettext_lazy("Every month on the same date, like the 18th")
    WORKSHOPS = "workshops", gettext_lazy("Three workshops, one after another")


class Nth(models.IntegerChoices):
    """Which of a month's Wednesdays."""

    FIRST = 1, gettext_lazy("first")
    SECOND = 2, gettext_lazy("second")
    THIRD = 3, gettext_lazy("third")
    FOURTH = 4, gettext_lazy("fourth")
    LAST = LAST, gettext_lazy("last")


@dataclass(frozen=True)
class Rhythm:
    """The third Wednesday of every month, from this day on, until that one."""

    how_often: HowOften
    first_on: date
    nth: int = 0
    weekday: int = 0
    last_on: date | None = None
    # The second and the third of three workshops.
    more_days: tuple[date, ...] = ()

    @classmethod
    def on(cls, day: date, how_often: HowOften, *, last_on: date | None = None) -> Self:
        """What comes back as this day does: on its weekday, or on its date."""
        return cls(how_often, day, nth_of(day), day.weekday(), last_on)

    def each(self, nth: int, weekday: int) -> Self:
        """On this weekday of the month, from the first one there is."""
        rhythm = replace(self, nth=nth, weekday=weekday)
        return replace(rhythm, first_on=next(iter(rhythm.days(1)), self.first_on))

    @classmethod
    def read(cls, rule: str, first_on: date) -> Self:
        """From a rule that was written here."""
        parts = dict(part.split("=") for part in rule.split(";")) if rule else {}
        until = parts.get("UNTIL")
        last_on = datetime.strptime(until[:8], "%Y%m%d").date() if until else None  # noqa: DTZ007 - a day has no zone
        found = cls.on(first_on, how_often_of(parts), last_on=last_on)
        if found.how_often == HowOften.MONTH:
            return replace(found, nth=int(parts["BYDAY"][:-2]), weekday=CODES.index(parts["BYDAY"][-2:]))
        return found

    @property
    def rule(self) -> str:
        """As RFC 5545 writes it; empty where nothing comes back."""
        until = f";UNTIL={self.last_on:%Y%m%d}T235959" if self.last_on else ""
        return f"{self._repeats}{until}" if self.repeats else ""

    @property
    def repeats(self) -> bool:
        return self.how_often not in (HowOften.ONCE, HowOften.WORKSHOPS)

    @property
    def _repeats(self) -> str:
        if self.how_often == HowOften.MONTH:
            return f"FREQ=MONTHLY;BYDAY={self.nth:+d}{CODES[self.weekday]}"
        if self.how_often == HowOften.MONTH_DAY:
            return f"FREQ=MONTHLY;BYMONTHDAY={month_days(self.first_on.day)}"
        every = ";INTERVAL=2" if self.how_often == HowOften.FORTNIGHT else ""
        return f"FREQ=WEEKLY{every};BYDAY={CODES[self.first_on.weekday()]}"

    @property
    def words(self) -> str:
        """The third Wednesday of every month, as it stands inside a sentence; empty where nothing comes back."""
        if not self.repeats:
            return ""
        if self.last_on:
            day = date_format(self.last_on, "j F Y")
            return _("%(often)s until %(day)s") % {"often": self._often, "day": day}
        return self._often

    @property
    def _often(self) -> str:
        if self.how_often == HowOften.MONTH:
            said = {"nth": Nth(self.nth).label, "weekday": WEEKDAYS[self.weekday]}
            return _("the %(nth)s %(weekday)s of every month") % said
        if self.how_often == HowOften.MONTH_DAY:
            if self.first_on.day == 31:
                return _("the last day of every month")
            return _("the %(day)s of every month") % {"day": date_format(self.first_on, "jS")}
        weekday = {"weekday": WEEKDAYS[self.first_on.weekday()]}
        return (_("every second %(weekday)s") if self.how_often == HowOften.FORTNIGHT else _("every %(weekday)s")) % (
            weekday
        )

    def days(self, count: int) -> list[date]:
        """The first so many."""
        if not self.repeats:
            return sorted({self.first_on, *self.more_days})[:count]
        start = datetime.combine(self.first_on, time(12))
        return [when.date() for when in islice(rrulestr(self.rule, dtstart=start), count)]

    def moved_to(self, day: date) -> "Rhythm":
        """The same rhythm from this day on, as this day comes back."""
        return Rhythm.on(day, self.how_often, last_on=self.last_on)


def nth_of(day: date) -> int:
    """Which of its month's weekdays it is; the fifth is called the last, since not every month has one."""
    nth = (day.day - 1) // 7 + 1
    return LAST if nth == 5 else nth


def month_days(day: int) -> str:
    """A month too short for it has its last day instead: February would be left out."""
    if day <= SHORTEST_MONTH:
        return str(day)
    if day == 31:
        return "-1"
    return f"{','.join(str(one) for one in range(SHORTEST_MONTH, day + 1))};BYSETPOS=-1"


def how_often_of(parts: dict[str, str]) -> HowOften:
    """Which choice wrote these parts of a rule."""
    if parts.get("FREQ") == "WEEKLY":
        return HowOften.FORTNIGHT if parts.get("INTERVAL") == "2" else HowOften.WEEK
    if parts.get("FREQ") == "MONTHLY":
        return HowOften.MONTH_DAY if "BYMONTHDAY" in parts else HowOften.MONTH
    return HowOften.ONCE
