"""When a pledge is asked about. One pure function, so that the rhythm can be read and tested by itself."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from collab.kit.days import day_of
from events.models import LONDON
from pledges.models.clock_times import time_in
from pledges.models.pledges import Pledge
from pledges.models.reminders import Reminder
from pledges.models.rhythm_row import USUAL, Rhythm
from pledges.models.working_days import after_working_days, monday_before, morning, working_day

WEEK = timedelta(days=7)
# How far from a day a meet-up still counts as near, whatever the rhythm.
NEAR = timedelta(days=37)
# Nobody is asked at night, whatever the words of their first step.
FROM, TO = time(8), time(20)
Kind = Reminder.Kind
Owed = tuple[Reminder.Kind, date]


def owed(
    pledge: Pledge, *, today: date, meet_ups: Sequence[date], asked_on: date | None = None, rhythm: Rhythm = USUAL
) -> list[Owed]:
    """What to ask from today on: the first step, the date, and once a month while it is live."""
    if not pledge.is_live:
        return []
    earliest = today
    if pledge.state == Pledge.State.STUCK and pledge.answered_on:
        earliest = max(today, pledge.answered_on + rhythm.stuck_rest)
    wanted = []
    if pledge.first_step_on and pledge.state == Pledge.State.MADE:
        wanted.append((Kind.FIRST_STEP, working_day(pledge.first_step_on)))
    if pledge.by_on:
        wanted.append((Kind.DUE, working_day(pledge.by_on)))
    wanted = [(kind, day) for kind, day in wanted if day >= earliest]
    monthly = next_month(pledge, earliest=earliest, meet_ups=meet_ups, asked_on=asked_on, rhythm=rhythm)
    # One question a week is enough: the date's own stands for the month's.
    if all(abs(monthly - day) >= WEEK for kind, day in wanted if kind == Kind.DUE):
        wanted.append((Kind.MONTHLY, monthly))
    return wanted


def next_month(
    pledge: Pledge, *, earliest: date, meet_ups: Sequence[date], asked_on: date | None, rhythm: Rhythm
) -> date:
    """The Monday before a meet-up, a month after we last heard or asked; with no date, before the next meet-up."""
    answered_on = pledge.answered_on
    heard_on = answered_on or asked_on
    last = max(day for day in (pledge.made_on, answered_on, asked_on) if day)
    # With no date it is asked about at the next meet-up, but not in the week it was made.
    wait = WEEK if pledge.by_on is None and heard_on is None else rhythm.month
    return monday_for(max(earliest, last + wait), meet_ups)


def monday_for(day: date, meet_ups: Sequence[date]) -> date:
    """The first Monday before a meet-up from that day on; any Monday where no meet-up is near."""
    mondays = [monday for monday in map(monday_before, sorted(meet_ups)) if day <= monday <= day + NEAR]
    if mondays:
        return mondays[0]
    return working_day(day + timedelta(days=-day.weekday() % 7))


def asked_at(pledge: Pledge, kind: Reminder.Kind, day: date) -> datetime:
    """Nine in the morning; about the first step at the time that its words name, where they name one."""
    own = time_in(pledge.first_step, day) if kind == Kind.FIRST_STEP else None
    return datetime.combine(day, own, LONDON) if own and FROM <= own < TO else morning(day)


def waits_until(
    *, now: datetime, due_at: datetime, paused_until: date | None, asked_on: date | None, rhythm: Rhythm
) -> datetime | None:
    """When somebody with something due is to be written to, None for now; `due_at` is of the newest.

    A pause is kept, and a week lies between two emails. What is left over from an earlier day waits for a working day.
    """
    today = day_of(now)
    day = max(today, paused_until or today, asked_on + rhythm.week if asked_on else today)
    if day > today or day_of(due_at) < today:
        day = working_day(day)
    return morning(day) if day > today else None


def follow(
    kind: Reminder.Kind, *, today: date, was_repeated: bool, has_month: bool, meet_ups: Sequence[date], rhythm: Rhythm
) -> list[Owed]:
    """After a question: once more after some working days, and then silence until the next month."""
    next_ones: list[Owed] = []
    if not was_repeated and kind != Kind.REPEAT:
        next_ones.append((Kind.REPEAT, after_working_days(today, rhythm.repeat_after)))
    if not has_month:
        next_ones.append((Kind.MONTHLY, monday_for(today + rhythm.month, meet_ups)))
    return next_ones
