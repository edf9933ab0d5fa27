"""A date is left out while nobody has signed up, added, cancelled with a reason, or brought back; people are told."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from commons.models import audit
from events.actions.changing import DayTaken, locked
from events.actions.covering import add_covered
from events.actions.locking import changes_places
from events.actions.offering import offer_free_places
from events.actions.setting_up import meet_at
from events.emails.changes import News, people_of, tell_all_back_on, tell_cancellations
from events.models import LONDON, Event, Series, SignUp, Together, Venue
from members.models import Member


class HasPeople(Exception):
    """Somebody has signed up, or its wall is open: it is cancelled with a reason, and not left out."""


@changes_places
def skip_date(event: Event, *, at: datetime) -> None:
    """Leave it out, as if the rule had not named it. Raises HasPeople."""
    series = Series.objects.lock(event.series)
    event = Event.objects.lock(event)
    if not event.can_be_left_out(at):
        raise HasPeople
    series.skipped = sorted({*series.skipped, event.rule_day})
    series.save(update_fields=["skipped"])
    event.delete()


@changes_places
def bring_back(series: Series, day: date, *, at: datetime) -> None:
    """A day that was left out is a date again, unless it has been."""
    series = Series.objects.lock(series)
    if day not in series.skipped:
        return
    series.skipped = [one for one in series.skipped if one != day]
    series.save(update_fields=["skipped"])
    if not series.has_date(day):
        add_covered(series.date_on(day), at=at)


@changes_places
def add_date(
    series: Series, *, day: date, starts: time, ends: time, venue: Venue | None, at: datetime, theme: str = ""
) -> Event:
    """One more, besides the rule. Raises DayTaken."""
    series = Series.objects.lock(series)
    if series.has_date(day):
        raise DayTaken
    event: Event = series.date_on(day)
    event.starts_at, event.ends_at = datetime.combine(day, starts, LONDON), datetime.combine(day, ends, LONDON)
    meet_at(event, venue)
    event.theme = theme
    add_covered(event, at=at)
    if day in series.skipped:
        series.skipped = [one for one in series.skipped if one != day]
        series.save(update_fields=["skipped"])
    return event


@changes_places
def cancel_date(event: Event, *, because: str, by: Member, at: datetime) -> None:
    """It is off. The first reason stands."""
    tell_cancellations(cancel(Event.objects.lock(event), because=because, by=by, at=at), at=at)


@changes_places
def cancel_from(event: Event, *, because: str, by: Member, at: datetime) -> None:
    """This date and all after it are off, and no more are made."""
    series = Series.objects.lock(event.series)
    if series.rhythm.repeats:
        rhythm = replace(series.rhythm, last_on=event.rule_day - timedelta(days=1))
        series.rule, series.rule_in_words = rhythm.rule, rhythm.words
        series.save(update_fields=["rule", "rule_in_words"])
    later = locked(series, since=event.starts_at)
    news = [one for date in later for one in cancel(date, because=because, by=by, at=at)]
    tell_cancellations(news, at=at)


def cancel(event: Event, *, because: str, by: Member, at: datetime) -> list[News]:
    """Under the lock. Returns who is to be told: everybody with a place or a number."""
    if event.is_cancelled or event.is_over(at):
        return []
    event.cancel(because=because, at=at)
    audit("events.cancelled", by=by.uuid, kind="event", target=event.uuid)
    return [News(signup, event) for signup in people_of(event)]


@changes_places
def put_on_again(event: Event, *, by: Member, at: datetime) -> None:
    """It was cancelled by mistake, and has not begun. Everybody has the place or number they had, and is told."""
    dates = Together.lock(event, at=at)
    event = dates.of(event)
    if not event.can_be_on_again(at):
        return
    event.put_on_again()
    audit("events.brought_back_on", by=by.uuid, kind="event", target=event.uuid)
    for signup in event.signups.filter(state=SignUp.State.OFFERED):
        # Nobody could say yes meanwhile: they have the whole time again.
        signup.move(SignUp.State.OFFERED, at=at, until=dates.offered_until())
    known = people_of(event)
    offer_free_places(dates)
    dates.save()
    offered_now = {*event.signups.filter(state=SignUp.State.OFFERED).values_list("pk", flat=True)}
    tell_all_back_on([News(one, event) for one in known if not (one.is_waiting and one.pk in offered_now)], at=at)
