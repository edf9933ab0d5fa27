"""Days as people write them."""

from datetime import date

import pytest

from collab.kit.days import parse_day

TODAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("text", "day"),
    [("in two weeks", date(2026, 12, 11)), ("In 3 days", date(2026, 11, 30)), ("in a week", date(2026, 12, 4)),
     ("in one day", date(2026, 11, 28)), ("in no days", None), ("in 3 months", None), ("in ² days", None)],
)  # fmt: skip
def test_so_many_days_or_weeks_ahead_is_a_day(text, day):
    assert parse_day(text, today=TODAY) == day
