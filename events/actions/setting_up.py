"""A series begins, new or like another one; no person comes along from that one."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db import IntegrityError, transaction

from commons.models import audit
from events.actions.dates import DATES_AHEAD
from events.actions.locking import Busy
from events.models import Event, HowOften, Kind, Question, Rhythm, Series, Venue, free_slug
from members.models import Member

# Of forms that are sent at the same moment with the same name.
TRIES = 20
# What the new series has from the one it is like. Its hosts, its dates and whoever came to them are not in it.
COPIED = [
    "standfirst", "arrive", "kind", "audience", "group", "capacity", "online_capacity", "online_link",
    "wall_opens_before", "wall_shuts_after", "organisation", "plan", "is_taken_as_a_whole",
]  # fmt: skip


@dataclass(frozen=True)
class NewVenue:
    """A place that is not in the list yet."""

    name: str
    address: str


@dataclass(frozen=True)
class NewSeries:
    """What a host says on one screen, and which dates they leave out on the next."""

    title: str
    # None for online only.
    venue: Venue | NewVenue | None
    rhythm: Rhythm
    starts: time
    ends: time
    skipped: tuple[date, ...] = ()
    form_key: UUID | None = None
    like: Series | None = None


def set_up_series(new: NewSeries, *, by: Member, at: datetime) -> Series:
    """The series with a year of dates. The same form sent again is the same series."""
    for _again in range(TRIES):
        if first := Series.objects.filter(form_key=new.form_key, form_key__isnull=False).first():
            return first
        # Another connection may take the address, or send the same form, between the look and the write.
        with suppress(IntegrityError), transaction.atomic():
            return written(new, by=by, at=at)
    raise Busy


def written(new: NewSeries, *, by: Member, at: datetime) -> Series:
    """Its rows: the place, the series, its host and its dates."""
    series = begun(new)
    series.form_key, series.skipped = new.form_key, list(new.skipped)
    meet_at(series, venue_row(new.venue))
    if series.organisation is None:
        series.organisation = by.contact.organisation
    series.save(force_insert=True)
    series.hosts.add(by)
    if new.like:
        Question.objects.copy(new.like, series)
    make_first_dates(series, new.rhythm, today=at.date())
    audit("events.series_set_up", by=by.uuid, kind="series", target=series.uuid)
    return series


def meet_at(meeting: Series | Event, venue: Venue | None) -> None:
    """In a room, or online only: then all places are online ones. Not saved."""
    usual: int = Series._meta.get_field("capacity").get_default()
    meeting.venue = venue
    if venue is None:
        meeting.capacity, meeting.online_capacity = 0, meeting.online_capacity or meeting.capacity or usual
    elif not meeting.capacity:
        meeting.capacity = usual


def venue_row(venue: Venue | NewVenue | None) -> Venue | None:
    """The place as a row; one with the same name and address is the same place."""
    if venue is None or isinstance(venue, Venue):
        return venue
    known = Venue.objects.filter(name__iexact=venue.name, address__iexact=venue.address).first()
    return known or Venue.objects.create(name=venue.name, address=venue.address)


def begun(new: NewSeries) -> Series:
    """The series, not saved."""
    rhythm = new.rhythm
    copied = {name: getattr(new.like, name) for name in COPIED} if new.like else {}
    series = Series(**copied, title=new.title, rule=rhythm.rule, rule_in_words=rhythm.words, starts=new.starts)
    series.first_on, series.ends = rhythm.days(1)[0], new.ends
    series.slug = free_slug(new.title, is_secret=series.is_secret)
    if rhythm.how_often == HowOften.WORKSHOPS:
        series.kind, series.is_taken_as_a_whole = Kind.WORKSHOPS, True
    return series


def make_first_dates(series: Series, rhythm: Rhythm, *, today: date) -> None:
    """A year ahead by the rule; what does not come back has its dates at once."""
    if rhythm.repeats:
        series.make_dates(until=max(today, series.first_on) + DATES_AHEAD)
    else:
        series.dates.bulk_create([series.date_on(day) for day in rhythm.days(3) if day not in series.skipped])
