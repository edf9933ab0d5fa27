"""A day as people write it."""

import re
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

YEARLESS = ("%d %B", "%d %b", "%d/%m")
DATED = ("%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d/%m/%y", "%Y-%m-%d", "%d-%m-%Y", "%d.%m.%Y")
DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
AHEAD = re.compile(rf"in (?P<count>a|\d{{1,2}}|{'|'.join(NUMBERS)}) (?P<unit>day|week)s?")


@lru_cache(maxsize=1024)
def day_of(moment: datetime) -> date:
    """The day here at this moment: many are written to at one, and Django looks for the time zone each time."""
    return moment.astimezone(timezone.get_default_timezone()).date()


def parse_day(text: str, *, today: date) -> date | None:
    """20 November, Friday 20th November 2026, 20/11, Friday, tomorrow, in two weeks: as people write days."""
    words = re.sub(r"(\d)(?:st|nd|rd|th)\b", r"\1", " ".join(text.lower().replace(",", " ").split()))
    if words in {"today", "tomorrow"}:
        return today + timedelta(days=words == "tomorrow")
    if ahead := AHEAD.fullmatch(words):
        count = ahead["count"]
        number = int(count) if count.isdecimal() else 1 + NUMBERS.index("one" if count == "a" else count)
        return today + timedelta(days=number * (7 if ahead["unit"] == "week" else 1))
    name = words.removeprefix("next ").removeprefix("on ")
    if name in DAY_NAMES:
        return today + timedelta(days=(DAY_NAMES.index(name) - today.weekday() - 1) % 7 + 1)
    words = re.sub(rf"^(?:{'|'.join(day[:3] for day in DAY_NAMES)})[a-z]* ", "", words)
    return _with_year(words) or _without_year(words, today)


def _with_year(words: str) -> date | None:
    return next((day for form in DATED if (day := _read(words, form))), None)


def _without_year(words: str, today: date) -> date | None:
    for form in YEARLESS:
        for year in (today.year, today.year + 1):
            day = _read(f"{words} {year}", f"{form} %Y")
            if day and day >= today:
                return day
    return None


def _read(words: str, form: str) -> date | None:
    try:
        return datetime.strptime(words, form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None


def days_in_words(days: int) -> str:
    """60 days, a year, 7 years: a year has 365 or 366."""
    years, over = divmod(days, 365)
    if years and over <= years:
        return ngettext("a year", "%(n)s years", years) % {"n": years}
    return ngettext("%(n)s day", "%(n)s days", days) % {"n": days}


class DayField(forms.CharField):
    """One text box for a day; it takes any way of writing one that we can work out."""

    default_error_messages = {
        "unclear": _("Enter a day, like 20 November"),
        "past": _("Choose today or a later day"),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"required": False, "max_length": 40, **kwargs})

    def prepare_value(self, value: Any) -> Any:
        """20 November 2026, in the box."""
        return f"{value.day} {value:%B %Y}" if isinstance(value, date) else value

    def clean(self, value: Any) -> Any:
        """A day from today on, or None."""
        text, today = super().clean(value), timezone.localdate()
        if not text:
            return None
        day = parse_day(text, today=today)
        if day is None:
            raise ValidationError(self.error_messages["unclear"], code="unclear")
        if day < today:
            raise ValidationError(self.error_messages["past"], code="past")
        return day


class PastDayField(DayField):
    """A day that has been, or today; without a year it is the last one of that name."""

    default_error_messages = {"future": _("Choose today or an earlier day")}

    def clean(self, value: Any) -> Any:
        """A day up to today, or None."""
        text, today = forms.CharField.clean(self, value), timezone.localdate()
        if not text:
            return None
        day = parse_day(text, today=today)
        if day is None:
            raise ValidationError(self.error_messages["unclear"], code="unclear")
        if day > today and _with_year(" ".join(text.lower().replace(",", " ").split())) is None:
            day = _year_before(day)
        if day > today:
            raise ValidationError(self.error_messages["future"], code="future")
        return day


def _year_before(day: date) -> date:
    """29 February is the day before where there is none."""
    return day.replace(year=day.year - 1, day=min(day.day, 28 if day.month == 2 else day.day))
