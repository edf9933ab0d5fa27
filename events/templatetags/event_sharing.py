"""What search engines and chat programs read of a date: schema.org's words, and a title with a sentence."""

import json
from datetime import datetime
from typing import Any

from django import template
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.text import Truncator

from collab.kit.components.events import day_words, until
from commons.models import NetworkSettings
from events.models import LONDON, Audience, Event, Series

register = template.Library()
# A script's end and a comment's beginning must not stand in a script; nor may line ends that JavaScript reads as such.
ESCAPES = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
SENTENCE_FITS = 200
SCHEMA = "https://schema.org/"


@register.inclusion_tag("events/_share.html")
def share_event(event: Event) -> dict[str, object]:
    """The head of a date's page. What not everybody may find has no more than a title, and asks not to be listed."""
    network, is_listed = NetworkSettings.current(), event.series.audience == Audience.PUBLIC
    when = f"{day_words(event.starts_at)}, {until(event.starts_at, event.ends_at)}"
    return {
        "network": network,
        "title": event.title,
        "description": Truncator(f"{when}. {event.where}. {event.lede}".strip()).chars(SENTENCE_FITS),
        "url": full(event.get_absolute_url()),
        "is_listed": is_listed,
        "data": in_script(schema_of(event, network)) if is_listed else "",
    }


@register.inclusion_tag("events/_share.html")
def share_series(series: Series) -> dict[str, object]:
    """The same for the page of a series; its dates say the rest."""
    return {
        "network": NetworkSettings.current(),
        "title": series.title,
        "description": Truncator(f"{sentence(series.rule_in_words)} {series.standfirst}".strip()).chars(SENTENCE_FITS),
        "url": full(series.get_absolute_url()),
        "is_listed": series.audience == Audience.PUBLIC,
    }


def sentence(words: str) -> str:
    """With a capital and a full stop."""
    return f"{words[:1].upper()}{words[1:]}." if words else ""


def in_script(data: dict[str, Any]) -> SafeString:
    """As JSON in which no word, whoever typed it, can end the script."""
    return SafeString(json.dumps(data, ensure_ascii=False).translate(ESCAPES))


def schema_of(event: Event, network: NetworkSettings) -> dict[str, Any]:
    """One date as schema.org says it. The joining link is not in it."""
    url = full(event.get_absolute_url())
    data = {
        "@context": "https://schema.org",
        "@type": "Event",
        "@id": url,
        "url": url,
        "identifier": str(event.uuid),
        "name": event.title,
        "description": event.lede,
        "startDate": local(event.starts_at),
        "endDate": local(event.ends_at),
        "eventStatus": SCHEMA + status_of(event),
        "eventAttendanceMode": SCHEMA + mode_of(event),
        "location": locations_of(event, url),
        "isAccessibleForFree": True,
        "organizer": organizer_of(event, network),
        "offers": offer_of(event),
    }
    if event.series.rule:
        data["superEvent"] = {
            "@type": "EventSeries",
            "name": event.series.title,
            "url": full(event.series.get_absolute_url()),
        }
    if event.is_moved:
        data["previousStartDate"] = event.series.date_on(event.rule_day).starts_at.isoformat()
    return {name: value for name, value in data.items() if value}


def organizer_of(event: Event, network: NetworkSettings) -> dict[str, str]:
    """The organisation that puts it on, else the network. A group's own dates are not public, and so never here."""
    by = event.series.organisation
    name, path = (by.name, by.get_absolute_url()) if by else (network.name, "/")
    return {"@type": "Organization", "name": name, "url": full(path)}


def local(moment: datetime) -> str:
    """With the offset of the place on that day."""
    return timezone.localtime(moment, LONDON).isoformat()


def status_of(event: Event) -> str:
    if event.is_cancelled:
        return "EventCancelled"
    return "EventRescheduled" if event.is_moved else "EventScheduled"


def mode_of(event: Event) -> str:
    """In the room, online, or both."""
    if event.room is None:
        return "OnlineEventAttendanceMode"
    return "MixedEventAttendanceMode" if event.online_capacity else "OfflineEventAttendanceMode"


def locations_of(event: Event, url: str) -> list[dict[str, Any]]:
    """The hall, and the page where people at home ask for a place."""
    room = {"@type": "Place", "name": event.room.name, "address": event.room.address} if event.room else None
    home = {"@type": "VirtualLocation", "url": url}
    return [*([room] if room else []), *([home] if event.online_capacity else [])]


def offer_of(event: Event) -> dict[str, Any] | None:
    """A place costs nothing; whether there is one, while places are given out."""
    if not event.takes_sign_ups(timezone.now()):
        return None
    left = event.places_left + max(event.online_capacity - event.online_taken, 0)
    join = reverse("event_join", args=[event.series.slug, event.day])
    return {
        "@type": "Offer",
        "price": "0",
        "priceCurrency": "GBP",
        "availability": SCHEMA + ("InStock" if left else "SoldOut"),
        "url": full(join),
    }


def full(path: str) -> str:
    return f"{settings.PUBLIC_URL}{path}"
