"""Nothing is kept for too long: each night every limit of every table is carried out, a piece at a time."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from collab.kit.privacy import Kept, Limit, Rows, Term
from collab.privacy.erasing import erase
from collab.privacy.requests import one_job
from collab.privacy.tables import every_kept, every_limit
from collab.privacy.terms import days_of
from commons.models import ErasedPerson, Heartbeat, KeptFor
from members.models import Contact
from members.models.terms import GUESTS

# Few enough to keep locks short.
PIECE = 500


def keep_no_longer(now: datetime) -> int:
    """All that is over its time goes. Says how many rows. Safe to run twice, or twice at once."""
    # As it is saved, not the copy that pages read.
    chosen = KeptFor.objects.chosen()
    gone = sum(carry_out(one, limit, now=now, chosen=chosen) for one, limit in every_limit())
    quiet = quiet_guests(now, days=GUESTS.within(chosen.get(GUESTS.name)))
    gone += sum(one_job(forget, guest, now=now) for guest in quiet.iterator(PIECE))
    empty_old_copies(now)
    note_returns(now)
    Heartbeat.objects.beat("privacy.keep_no_longer", at=now)
    return gone


def carry_out(one: Kept, limit: Limit, *, now: datetime, chosen: Mapping[str, int]) -> int:
    """One limit of one table, until no row is over it."""
    days = limit.term.within(chosen.get(limit.term.name))
    done, over = 0, one.manager.filter(limit.over(now, days=days)).order_by("pk")
    while piece := list(over.values_list("pk", flat=True)[:PIECE]):
        with transaction.atomic():
            end(one.manager.filter(pk__in=piece), limit)
        done += len(piece)
    return done


def end(rows: Rows, limit: Limit) -> None:
    """Deleted, or what the limit says instead."""
    if limit.then is None:
        rows.delete()
    else:
        limit.then(rows)


def quiet_guests(now: datetime, *, days: int = GUESTS.days) -> QuerySet[Contact]:
    """People without an account, so many days after their last event, pledge or story."""
    since = now - timedelta(days=days)
    quiet = Contact.objects.filter(member=None, made_at__lt=since)
    for one in every_kept():
        if one.alive is not None:
            for path in one.of_contact.split():
                quiet = quiet.exclude(Exists(one.manager.filter(one.alive(since), **{path: OuterRef("pk")})))
    return quiet.order_by("pk")


def forget(guest: Contact, *, now: datetime) -> bool:
    """Their details go; what they kept stays on the wall without a name."""
    return erase(guest, at=now, keeps_pledges=True, went_quiet=True)


def next_night(now: datetime) -> datetime:
    """When the clock next looks for what is over its time."""
    here = timezone.localtime(now)
    night = here.replace(hour=settings.NIGHT.hour, minute=settings.NIGHT.minute, second=0, microsecond=0)
    return night if night > here else night + timedelta(days=1)


def over(term: Term, days: int, at: datetime) -> int:
    """How many rows would be over their time by then."""
    if term == GUESTS:
        return quiet_guests(at, days=days).count()
    mine = ((one, limit) for one, limit in every_limit() if limit.term == term)
    return sum(one.manager.filter(limit.over(at, days=days)).count() for one, limit in mine)


def more_tonight(term: Term, days: int, *, now: datetime) -> int:
    """How many more rows would go next night than do now; under 0, how many would stay."""
    night = next_night(now)
    return over(term, days, night) - over(term, days_of(term), night)


def empty_old_copies(now: datetime) -> None:
    """The cache's rows that have run out; it drops them only when it is full."""
    table = getattr(cache, "_table", "")
    if table:
        with connection.cursor() as cursor:
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name} WHERE expires < %s", [now])


def note_returns(now: datetime) -> None:
    """Who came back after their details had gone: counted by a keyed hash."""
    new = Contact.objects.filter(made_at__gte=now - timedelta(days=2)).exclude(email="")
    ErasedPerson.objects.note_returns(new.values_list("email", flat=True).iterator(), at=now)
