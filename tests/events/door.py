"""A date that is on now, its host, and what hosts press there."""

from datetime import timedelta
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from events.models import Attendance
from tests.factories import make_event


def make_evening(*, minutes_ago=10, **fields):
    """A date that began a little while ago and goes on."""
    now = timezone.now()
    started = now - timedelta(minutes=minutes_ago)
    fields.setdefault("ends_at", started + timedelta(minutes=90))
    return make_event(in_days=0, starts_at=started, **fields)


def end(event, *, days_ago=1):
    """It is over: sign-ups stay as they are, which a form would not take any more."""
    event.ends_at = timezone.now() - timedelta(days=days_ago)
    event.starts_at = event.ends_at - timedelta(minutes=90)
    event.save(update_fields=["starts_at", "ends_at"])
    return event


def at(name, event, *args):
    return reverse(name, args=[event.series.slug, event.day, *args])


def press(client, event, contact, word="came", **fields):
    """One press, as the page without a script sends it."""
    fields.setdefault("key", uuid4())
    return client.post(at("event_tap", event), {"press": f"{word}:{contact.uuid}", **fields})


def by_script(client, event, contact, word="came", *, key=None, age=0):
    """One press as the script sends it, perhaps late."""
    posted = {"press": f"{word}:{contact.uuid}", "own_key": key or uuid4(), "age": age}
    return client.post(at("event_tap", event), posted, headers={"Accept": "application/json"})


def noted(event):
    """What is noted of whom, by name."""
    rows = Attendance.objects.filter(event=event).order_by("contact__name")
    return dict(rows.values_list("contact__name", "state"))


def text(page):
    return " ".join(page.content.decode().split())
