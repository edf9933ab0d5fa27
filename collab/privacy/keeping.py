"""Nothing is kept for too long: each night every limit of every table is carried out, a piece at a time."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import connection, transaction
from django.db.models import Exists, OuterRef

from collab.kit.privacy import Kept, Limit, Rows
from collab.privacy.erasing import erase
from collab.privacy.requests import one_job
from collab.privacy.tables import every_kept
from commons.models import ErasedPerson, Heartbeat
from members.models import Contact

GUESTS_STAY = timedelta(days=90)
# Few enough to keep locks short.
PIECE = 500


def keep_no_longer(now: datetime) -> int:
    """All that is over its time goes. Says how many rows. Safe to run twice, or twice at once."""
    gone = sum(carry_out(one, limit, now=now) for one, limit in every_limit())
    gone += sum(one_job(forget, guest, now=now) for guest in quiet_guests(now))
    empty_old_copies(now)
    note_returns(now)
    Heartbeat.objects.beat("privacy.keep_no_longer", at=now)
    return gone


def every_limit() -> Iterator[tuple[Kept, Limit]]:
    for one in every_kept():
        for limit in one.limits:
            yield one, limit


def carry_out(one: Kept, limit: Limit, *, now: datetime) -> int:
    """One limit of one table, until no row is over it."""
    done, over = 0, one.manager.filter(limit.over(now)).order_by("pk")
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


def quiet_guests(now: datetime) -> Iterator[Contact]:
    """People without an account, 90 days after their last event, pledge or story."""
    since = now - GUESTS_STAY
    quiet = Contact.objects.filter(member=None, made_at__lt=since)
    for one in every_kept():
        if one.alive is not None:
            for path in one.of_contact.split():
                quiet = quiet.exclude(Exists(one.manager.filter(one.alive(since), **{path: OuterRef("pk")})))
    yield from quiet.order_by("pk").iterator(PIECE)


def forget(guest: Contact, *, now: datetime) -> bool:
    """Their details go; what they kept stays on the wall without a name."""
    return erase(guest, at=now, keeps_pledges=True, went_quiet=True)


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
