"""Limits as counter rows in PostgreSQL: they hold over many processes and with Redis down."""

from datetime import datetime, timedelta
from hashlib import blake2b

from django.conf import settings
from django.db import connection, models

from collab.kit.saving import Step, insert
from collab.kit.statements import prepared


class RateCount(models.Model):
    """How often something was done in one window of time."""

    key = models.CharField(max_length=64)
    window_started_at = models.DateTimeField()
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "window_started_at"], name="one_count_a_window")]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


def within_limit(what: str, who: str, *, at_most: int, per: timedelta, now: datetime) -> bool:
    """Count one more `what` by `who`, and say whether that is still allowed in this window."""
    with prepared(connection), connection.cursor() as cursor:
        # One statement: a get and then a set would let several processes through together.
        cursor.execute(
            "INSERT INTO commons_ratecount (key, window_started_at, count) VALUES (%s, %s, 1) "
            "ON CONFLICT (key, window_started_at) DO UPDATE SET count = commons_ratecount.count + 1 RETURNING count",
            [_key(what, who), _window(per, now)],
        )
        row = cursor.fetchone()
    return row is not None and row[0] <= at_most


def first_count(what: str, who: str, *, per: timedelta, now: datetime) -> Step:
    """Counts one `what` of somebody who was not known until now, saved with what else there is to save.

    No answer is waited for, since there was nothing to count before. A count that stands all the same stays as it is.
    """
    return insert(RateCount(key=_key(what, who), window_started_at=_window(per, now), count=1), unless_there=True)


def is_used_up(what: str, who: str, *, at_most: int, per: timedelta, now: datetime) -> bool:
    """Whether that many were counted in this window already; counts nothing."""
    counted = RateCount.objects.filter(key=_key(what, who), window_started_at=_window(per, now))
    return counted.filter(count__gte=at_most).exists()


def _key(what: str, who: str) -> str:
    # A keyed hash, so that the table holds no addresses.
    return blake2b(f"{what}|{who}".encode(), key=settings.SECRET_KEY.encode()[:64], digest_size=24).hexdigest()


def _window(per: timedelta, now: datetime) -> datetime:
    seconds = int(per.total_seconds())
    return datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
