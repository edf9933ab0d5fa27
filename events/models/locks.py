"""The lock of a date: whoever takes a place, gives one back or changes how many there are holds its row."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.apps import apps
from django.db import models
from django.db.models import CharField, Func, Q, Subquery, Value

from collab.kit.statements import Statement
from members.models import Contact

if TYPE_CHECKING:
    from events.models.dates import Event

# A person waits no longer than this for the row, and then is asked to try again.
LOCK_TIMEOUT = "3s"


class LockingQuerySet(models.QuerySet["Event"]):
    """Dates as they are now, ours until the transaction ends."""

    def lock(self, event: "Event") -> "Event":
        """Its row as it is now, ours until the transaction ends."""
        # The series and the venue are at hand; joining them here would hold up everyone who waits for the row.
        for row in LOCKED.rows(event.pk, LOCK_TIMEOUT):
            return row.beside(event)
        raise self.model.DoesNotExist

    def lock_for(self, event: "Event", address: str) -> "tuple[Event, int | None]":
        """The same, and whose address this is: the number of a person who was known before the row was waited for."""
        # `with_email` lowers what it is given, and here that is a place for a value.
        for row in LOCKED_FOR.rows(event.pk, LOCK_TIMEOUT, address.strip().lower()):
            return row.beside(event), vars(row)["known"]
        raise self.model.DoesNotExist

    def lock_with_others(self, event: "Event", *, at: datetime) -> "list[Event]":
        """Its row; of workshops that are taken as a whole, those of all dates to come, in the order of their ids."""
        if not event.series.is_taken_as_a_whole:
            return [self.lock(event)]
        coming = Q(series=event.series_id, ends_at__gt=at, is_public=True, cancelled_at=None)
        rows = list(self.locking().filter(coming | Q(pk=event.pk)).order_by("pk"))
        # One that was added while these were waited for; its number is the highest.
        rows += self.locking().filter(coming).exclude(pk__in=[row.pk for row in rows]).order_by("pk")
        return [row.beside(event) for row in rows]

    def locking(self, timeout: str = "") -> Self:
        """Locked, and given up when that takes too long. The limit is set as the row is found, before it is waited for:
        a statement of its own would be one more on the way to every place."""
        limit = Func(
            Value("lock_timeout"),
            Value(timeout or LOCK_TIMEOUT),
            Value(True),
            function="set_config",
            output_field=CharField(),
        )
        return self.alias(limit=limit).filter(limit__isnull=False).select_for_update()


def _locked(pk: int, timeout: str) -> Any:
    return apps.get_model("events", "Event").objects.locking(timeout).filter(pk=pk)


def _locked_for(pk: int, timeout: str, address: str) -> Any:
    return _locked(pk, timeout).annotate(known=Subquery(Contact.objects.with_email(address).values("pk")))


# Everybody who takes a place waits for this row, so its statement is at hand when they come.
LOCKED: "Statement[Event]" = Statement(_locked, int, str)
LOCKED_FOR: "Statement[Event]" = Statement(_locked_for, int, str, str)
