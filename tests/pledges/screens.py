"""How a person goes through the screens: what a browser would send."""

import re
import time
from datetime import timedelta
from unittest.mock import patch
from uuid import uuid4

from django.urls import reverse
from django.utils import timezone

from pledges.emails import ANSWER, PRIVATE
from pledges.forms import STAMP
from tests.factories import make_event


def stamp(*, seconds_ago=30):
    """The hidden stamp of a page opened that long ago."""
    with patch("django.core.signing.time.time", return_value=time.time() - seconds_ago):
        return STAMP.token(uuid4())


def words(act="ring ten tenants", **more):
    """What screen 1 sends."""
    return {"step": "words", "act": act, "stamp": stamp(), **more}


def who(act="ring ten tenants", first_name="Sam", *, email="", **more):
    """What screen 2 sends; an email stands in the box that takes a number too."""
    return {"step": "who", "act": act, "first_name": first_name, "stamp": stamp(), "reach": email, **more}


def open_event(**fields):
    """A meet-up that is on now."""
    now = timezone.now()
    return make_event(in_days=0, starts_at=now - timedelta(minutes=30), ends_at=now + timedelta(hours=1), **fields)


def pledge_url(event):
    return reverse("pledge_create", args=[event.series.slug, event.day])


def wall_url(event):
    return reverse("pledge_wall", args=[event.series.slug, event.day])


def screen_url(event):
    return reverse("pledge_screen", args=[event.series.slug, event.day])


def private_url(pledge):
    return reverse("pledge_private", args=[PRIVATE.token(pledge.uuid)])


def stuck_url(pledge):
    return f"{private_url(pledge)}stuck/"


def answer_url(reminder):
    return reverse("answer", args=[ANSWER.token(reminder.uuid)])


def seen(response):
    """The page's main part as a person reads it."""
    main = response.content.decode().partition('<main id="main" class="page">')[2].partition("</main>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", main).split())
