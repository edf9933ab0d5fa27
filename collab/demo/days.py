"""When the demo's meetings are: twelve past and six coming third Wednesdays, counted from today."""

from datetime import date, datetime, time, timedelta

from dateutil.relativedelta import WE, relativedelta

from events.models import LONDON

ENDS = time(19, 0)


def third_wednesday(month: date) -> date:
    """The day the series' own rule names in that month."""
    return month + relativedelta(day=1, weekday=WE(3))


def meets_on(rule_day: date) -> date:
    """December's date is a week earlier, before the holidays."""
    return rule_day - timedelta(weeks=1) if rule_day.month == 12 else rule_day


def meeting_days(now: datetime, *, past: int, coming: int) -> tuple[list[date], list[date]]:
    """The rules' days of the latest meetings that are over, and of the next ones; oldest first."""
    this_month = now.astimezone(LONDON).date()
    months = range(-past - 1, coming + 2)
    days = [third_wednesday(this_month + relativedelta(months=month)) for month in months]
    over = [day for day in days if datetime.combine(meets_on(day), ENDS, LONDON) <= now]
    return over[-past:], [day for day in days if day not in over][:coming]
