"""A series comes back in another rhythm, or at another time. Nobody who signed up loses a date by it."""

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time

from django.db.models import Count, Q
from django.utils.timezone import localtime

from commons.models import audit
from events.actions.changing import Change, apply, locked
from events.actions.dates import top_up
from events.actions.locking import changes_places
from events.emails.changes import tell_changes
from events.models import LIVE, LONDON, Event, Rhythm, Series, SignUp
from members.models import Member


@dataclass(frozen=True)
class NewRhythm:
    """How often from now on, when, and which of its next days are left out; the host was shown these next days."""

    rhythm: Rhythm
    starts: time
    ends: time
    shown: Collection[date] = ()
    left_out: Collection[date] = ()

    def skipped(self, before: Collection[date]) -> set[date]:
        """What is left out: of the days that were shown what was ticked, of the others what was left out before."""
        return {*before} - {*self.shown} | {*self.shown} & {*self.left_out}


@dataclass
class Coming:
    """What becomes of the dates to come, from the first day of the new rhythm on."""

    # By date, how many have a place or a number.
    people: dict[int, int]
    # On a day of the new rhythm.
    fitting: list[Event] = field(default_factory=list)
    # Not on a day of it: somebody has signed up, so they stay until the host moves or cancels them.
    kept: list[Event] = field(default_factory=list)
    # Not on a day of it: a host moved or added them.
    decided: list[Event] = field(default_factory=list)
    falling: list[Event] = field(default_factory=list)
    cancelled: list[Event] = field(default_factory=list)
    # Of those that fit, the ones that had the usual time and get the new one.
    retimed: list[Event] = field(default_factory=list)


@changes_places
def change_rhythm(series: Series, new: NewRhythm, *, by: Member, at: datetime) -> Coming:
    """Dates of the old rhythm without people go, those of the new one are made; new times are told."""
    series = Series.objects.lock(series)
    found = sort_out(series, locked(series, since=at), new, at=at)
    news = []
    for event in found.retimed:
        news += apply(replace(Change.none(event), starts=new.starts, ends=new.ends), event, at=at)
    series.dates.filter(pk__in=[event.pk for event in found.falling]).delete()
    # A day on which a date stands is not left out.
    standing = {event.rule_day for event in [*found.fitting, *found.kept, *found.decided, *found.cancelled]}
    series.skipped = sorted(new.skipped(series.skipped) - standing)
    series.rule, series.rule_in_words = new.rhythm.rule, new.rhythm.words
    series.first_on, series.starts, series.ends = new.rhythm.days(1)[0], new.starts, new.ends
    series.save(update_fields=["skipped", "rule", "rule_in_words", "first_on", "starts", "ends"])
    top_up(series, today=localtime(at).date(), at=at)
    audit("events.rhythm_changed", by=by.uuid, kind="series", target=series.uuid, rule=series.rule)
    tell_changes(news, at=at)
    return found


def sort_out(series: Series, dates: list[Event], new: NewRhythm, *, at: datetime) -> Coming:
    """Each date to come by what becomes of it. Changes nothing."""
    first = new.rhythm.days(1)[0]
    dates = sorted((event for event in dates if event.day >= first and event.starts_at > at), key=lambda one: one.day)
    last = max([first, *(event.rule_day for event in dates)])
    old_days, new_days = {*series.days(until=last)}, days_of(new, until=last) - new.skipped(series.skipped)
    rows = SignUp.objects.filter(event__in=dates).order_by().values_list("event")
    counted = list(rows.annotate(live=Count("pk", filter=Q(state__in=LIVE))))
    found = Coming(people=dict(counted))
    for event in dates:
        pile = found.cancelled if event.is_cancelled else pile_for(event, found, old_days, new_days, at)
        pile.append(event)
    usual = (series.starts, series.ends)
    if usual != (new.starts, new.ends):
        found.retimed += [event for event in found.fitting if times_of(event) == usual]
    return found


def pile_for(event: Event, found: Coming, old_days: set[date], new_days: set[date], at: datetime) -> list[Event]:
    """Where a date belongs that is on."""
    if event.day in new_days and not event.is_moved:
        return found.fitting
    if event.pk in found.people or at >= event.wall_opens_at:
        return found.kept
    return found.decided if event.is_moved or event.rule_day not in old_days else found.falling


def days_of(new: NewRhythm, *, until: date) -> set[date]:
    """The days of the new rhythm so far."""
    first = new.rhythm.days(1)[0]
    return {*Series(rule=new.rhythm.rule, first_on=first, starts=new.starts, ends=new.ends).days(until=until)}


def times_of(event: Event) -> tuple[time, time]:
    """When it begins and ends, in local time."""
    return localtime(event.starts_at, LONDON).time(), localtime(event.ends_at, LONDON).time()
