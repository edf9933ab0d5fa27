"""A place has another name, another address, or says more of how to get in."""

from datetime import datetime

from commons.models import audit
from events.actions.changing import in_words
from events.actions.locking import changes_places
from events.emails.changes import News, people_of, tell_changes
from events.emails.places import drop_reminders
from events.models import Event, Reminder, Venue, Way
from members.models import Member

# What stands in a calendar.
IN_CALENDARS = {"name", "address", "travel"}


@changes_places
def change_venue(venue: Venue, *, by: Member, at: datetime, **facts: object) -> None:
    """Every series that meets there reads it. Of another address those who go there hear, in one email a person."""
    venue = Venue.objects.select_for_update().get(pk=venue.pk)
    changed = {name for name, value in facts.items() if getattr(venue, name) != value}
    dates = dates_at(venue, at=at)
    was = {event.pk: in_words(event) for event in dates}
    for name in changed:
        setattr(venue, name, facts[name])
    venue.save(update_fields=[*changed])
    if changed & IN_CALENDARS:
        for event in dates:
            event.sequence += 1
            event.save(update_fields=["sequence", "changed_at"])
    if changed & {"name", "address"}:
        audit("events.venue_changed", by=by.uuid, kind="venue", target=None, venue=venue.pk)
    if "address" in changed:
        tell_changes([one for event in dates for one in news_of(event, was[event.pk])], at=at)


def dates_at(venue: Venue, *, at: datetime) -> list[Event]:
    """Those to come, of every series, their rows ours, by ascending id."""
    rows = Event.objects.select_for_update(of=["self"]).select_related("series").filter(venue=venue, ends_at__gt=at)
    dates = list(rows.filter(cancelled_at=None).order_by("pk"))
    for one in dates:
        one.venue = venue
    return dates


def news_of(event: Event, was: str) -> list[News]:
    """Those who go there."""
    told = [one for one in people_of(event) if one.way == Way.ROOM]
    drop_reminders(Reminder.objects.filter(signup__in=told))
    return [News(signup, event, was) for signup in told]
