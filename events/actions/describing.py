"""What a series says of itself changes, and its coming dates with it."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F

from commons.models import audit
from events.actions.capacity import set_capacity
from events.actions.changing import Change, apply, locked, news_of_link
from events.actions.locking import TooFewPlaces, changes_places
from events.emails.changes import tell_changes
from events.models import Event, Series, Venue, free_slug
from members.models import Member


@transaction.atomic
def describe(series: Series, *, at: datetime, **words: object) -> None:
    """Its name, its words, its kind. Calendar programs hear of it at their next look."""
    Series.objects.lock(series)
    for name, value in words.items():
        setattr(series, name, value)
    series.save(update_fields=[*words])
    series.dates.coming(at).update(sequence=F("sequence") + 1, changed_at=at)


@transaction.atomic
def open_to_others(series: Series, *, audience: str, group: object, by: Member) -> None:
    """Who may see it and come. A series for whoever has the link gets an address that nobody can guess."""
    Series.objects.lock(series)
    was_secret = series.is_secret
    for name, value in {"audience": audience, "group": group}.items():
        setattr(series, name, value)
    if series.is_secret and not was_secret:
        # The old address leads nowhere: it could be guessed.
        series.slug = free_slug(series.title, is_secret=True)
    series.save(update_fields=["audience", "group", "slug"])
    audit("events.audience_changed", by=by.uuid, kind="series", target=series.uuid, audience=audience)


@transaction.atomic
def change_plan(series: Series, plan: list[dict[str, object]], *, at: datetime) -> None:
    """The usual plan. Dates with a plan of their own keep it, and what has been stays as it was."""
    before = Series.objects.lock(series).plan
    series.plan = plan
    series.save(update_fields=["plan"])
    series.dates.coming(at).filter(plan=before).update(plan=plan)


def change_places(series: Series, *, at: datetime, **usual: Any) -> list[Event]:
    """The usual places. Returns the coming dates where more are taken; those keep what they have."""
    give_link(series, str(usual["online_link"]), at=at)
    Series.objects.filter(pk=series.pk).update(**usual)
    capacity, online_capacity = usual["capacity"], usual["online_capacity"]
    coming = series.dates.coming(at).filter(cancelled_at=None).select_related("series", "venue")
    return [event for event in coming if not fits(event, capacity, online_capacity, at=at)]


@transaction.atomic
def give_link(series: Series, link: str, *, at: datetime) -> None:
    """Another usual link; whoever was shown the old one at a date that is at hand is told."""
    series = Series.objects.lock(series)
    if series.online_link == link:
        return
    series.online_link = link
    series.save(update_fields=["online_link"])
    news = []
    # What is on now began before.
    for event in locked(series, since=at - timedelta(days=1)):
        if event.is_at_hand(at) and not event.is_cancelled and not event.online_link:
            event.sequence += 1
            event.save(update_fields=["sequence", "changed_at"])
            news += news_of_link(event, at=at)
    tell_changes(news, at=at)


def fits(event: Event, capacity: int, online_capacity: int, *, at: datetime) -> bool:
    """Whether the date has this many places now, in the room and online. One without a room keeps to its own."""
    if event.venue is None:
        capacity, online_capacity = 0, online_capacity or event.online_capacity
    try:
        set_capacity(event, capacity, online=online_capacity, at=at)
    except TooFewPlaces:
        return False
    return True


@changes_places
def move_house(series: Series, venue: Venue | None, *, at: datetime) -> None:
    """The usual place is another one: coming dates that are at the old one move, and people are told."""
    now = Series.objects.lock(series)
    news = []
    for event in locked(now, since=at):
        if event.venue_id == now.venue_id and not event.is_cancelled:
            news += apply(Change.none(event).at(venue), event, at=at)
    tell_changes(news, at=at)
    now.venue = series.venue = venue
    now.save(update_fields=["venue"])
