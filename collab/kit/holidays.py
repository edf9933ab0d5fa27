"""Bank holidays of England and Wales, from the file beside this one. They are shown, and stop nobody."""

import tomllib
from datetime import date
from functools import cache
from pathlib import Path

LISTED = Path(__file__).with_name("bank_holidays.toml")


@cache
def bank_holidays() -> dict[date, str]:
    """Each day with its name."""
    return {date.fromisoformat(day): name for day, name in tomllib.loads(LISTED.read_text()).items()}


def bank_holiday(day: date) -> str:
    """Its name; empty for a common day."""
    return bank_holidays().get(day, "")
