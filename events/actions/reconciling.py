"""What should never be needed: counters that lie, free places while people wait, offers nobody was told of."""

import logging
from collections import Counter
from datetime import datetime

from django.db.models import Count, F, Q

from commons.models import Finding, Heartbeat
from events.actions.locking import Busy, changes_places
from events.actions.offering import offer_free_places
from events.emails.places import OFFERED, tell_offered
from events.models import PLACE_TAKEN, Event, SignUp, Together, Way
from outbox.models import OutgoingEmail

log = logging.getLogger(__name__)


def reconcile(now: datetime) -> int:
    """Look at every date to come, put right what is wrong, and say how much that was: it should be nothing."""
    mended = 0
    for event in [*events_that_look_wrong(now), *events_with_untold(now)]:
        try:
            mended += put_right(event, at=now)
        except Busy:
            continue
    Finding.objects.note("events.places", mended, at=now)
    Heartbeat.objects.beat("events.reconcile", at=now)
    return mended


def events_that_look_wrong(now: datetime) -> list[Event]:
    """Counted without a lock, so that each is counted again under its own."""
    had = Q(signups__state__in=PLACE_TAKEN)
    counted = Event.objects.filter(ends_at__gt=now).annotate(
        in_room=Count("signups", filter=had & Q(signups__way=Way.ROOM)),
        from_home=Count("signups", filter=had & Q(signups__way=Way.ONLINE)),
        in_line=Count("signups", filter=Q(signups__state=SignUp.State.WAITING)),
    )
    lies = ~Q(taken=F("in_room")) | ~Q(online_taken=F("from_home"))
    has_room = Q(taken__lt=F("capacity")) | Q(online_taken__lt=F("online_capacity"))
    idle = Q(in_line__gt=0, cancelled_at=None, starts_at__gt=now) & has_room
    return list(counted.filter(lies | idle).select_related("series", "venue").order_by("pk"))


def events_with_untold(now: datetime) -> list[Event]:
    """Dates at which an offer has no email, and there is an address to write to."""
    keys = dict(keys_of_offers(now))
    told = OutgoingEmail.objects.filter(purpose=OFFERED, key__in=keys).values_list("key", flat=True)
    untold = {event for key, event in keys.items() if key not in set(told)}
    return list(Event.objects.filter(pk__in=untold).select_related("series", "venue").order_by("pk"))


def keys_of_offers(now: datetime) -> list[tuple[str, int]]:
    """Of dates that are taken together the first alone carries the email."""
    offers = SignUp.objects.filter(state=SignUp.State.OFFERED, event__ends_at__gt=now, event__cancelled_at=None)
    rows = offers.select_related("contact", "brought_by__contact", "event__series").order_by("event", "pk")
    firsts: dict[tuple[int, int], SignUp] = {}
    for row in rows:
        together = row.event.series_id if row.event.series.is_taken_as_a_whole else -row.event_id
        firsts.setdefault((row.contact_id, together), row)
    return [(row.email_key, row.event_id) for row in firsts.values() if row.reached_at.email]


@changes_places
def put_right(event: Event, *, at: datetime) -> int:
    """One date, under its lock. Says how many things were wrong."""
    dates = Together.lock(event, at=at)
    wrong = sum(recount(one) for one in dates.events)
    before = dates.left(Way.ROOM) + dates.left(Way.ONLINE)
    offer_free_places(dates)
    wrong += before - dates.left(Way.ROOM) - dates.left(Way.ONLINE)
    dates.save()
    return wrong + tell_untold(dates)


def recount(event: Event) -> int:
    """What the rows say goes; a date with more people than places keeps its limit, and is found at each look."""
    had = event.signups.with_a_place().order_by().values_list("way").annotate(people=Count("pk"))
    people: Counter[str] = Counter(dict(had))
    wrong = 0
    for way in Way:
        taken = event.had(way)
        if people[way] != taken:
            log.error("places: %s %s counts %s and has %s", event.uuid, way, taken, people[way])
            event.count(way, min(people[way], event.capacity_for(way)) - taken)
            wrong += 1
    return wrong


def tell_untold(dates: Together) -> int:
    """The email that is owed with each offer."""
    keys = {key for key, _event in keys_of_offers(dates.at)}
    told = set(OutgoingEmail.objects.filter(purpose=OFFERED, key__in=keys).values_list("key", flat=True))
    offers = [row for row in dates.signups().filter(state=SignUp.State.OFFERED) if row.email_key in keys - told]
    for row in offers:
        log.error("places: an offer at %s had no email", dates.placed(row).event.uuid)
        tell_offered(row, dates.events, at=dates.at)
    return len(offers)
