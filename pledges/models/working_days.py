"""Days on which people are asked: no weekends, no bank holidays of England and Wales."""

from datetime import date, datetime, time, timedelta
from functools import lru_cache

from events.models import LONDON

ASKED_AT = time(9)

# Substitute days are written as they fall. Add a year before its first reminders are booked.
BANK_HOLIDAYS = frozenset(
    date.fromisoformat(day)
    for year in (
        (
            "2026-01-01",
            "2026-04-03",
            "2026-04-06",
            "2026-05-04",
            "2026-05-25",
            "2026-08-31",
            "2026-12-25",
            "2026-12-28",
        ),
        (
            "2027-01-01",
            "2027-03-26",
            "2027-03-29",
            "2027-05-03",
            "2027-05-31",
            "2027-08-30",
            "2027-12-27",
            "2027-12-28",
        ),
        (
            "2028-01-03",
            "2028-04-14",
            "2028-04-17",
            "2028-05-01",
            "2028-05-29",
            "2028-08-28",
            "2028-12-25",
            "2028-12-26",
        ),
    )
    for day in year
)


def is_working_day(day: date) -> bool:
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


# Of thousands of pledges in one night, the days are the same few.
@lru_cache(maxsize=1024)
def working_day(day: date) -> date:
    """That day, or the next one on which people are asked."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


def after_working_days(day: date, count: int) -> date:
    """The working day that many working days later."""
    for _ in range(count):
        day = working_day(day + timedelta(days=1))
    return day


@lru_cache(maxsize=1024)
def monday_before(day: date) -> date:
    """The Monday before a meet-up, so that answers feed it; the next working day when that is a holiday."""
    return working_day(day - timedelta(days=day.weekday() or 7))


def morning(day: date) -> datetime:
    """Nine o'clock by the local clock, on either side of a clock change."""
    return datetime.combine(day, ASKED_AT, LONDON)
