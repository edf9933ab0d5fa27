"""How an action that changes places is run: all or nothing, and again when only the timing was bad."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps

from django.db import IntegrityError, OperationalError, transaction
from psycopg import errors

TRIES = 3
BAD_TIMING = (errors.LockNotAvailable, errors.DeadlockDetected, errors.UniqueViolation)


class Busy(Exception):
    """Too many people wanted this event's row at once. Nothing has changed; it may be tried again."""


class Closed(Exception):
    """The event takes no sign-ups: it is cancelled, or starts within the hour."""


class TooFewPlaces(Exception):
    """The new capacity is below the places already taken."""


def changes_places[**P, T](action: Callable[P, T]) -> Callable[P, T]:
    """Run it in a transaction of its own, and up to twice more when the timing was bad."""

    @wraps(action)
    def tried(*args: P.args, **kwargs: P.kwargs) -> T:
        for _again in range(TRIES):
            with one_try():
                return action(*args, **kwargs)
        raise Busy

    return tried


@contextmanager
def one_try() -> Iterator[None]:
    """All or nothing; what only met a lock, or another first sign-up of the same person, passes quietly."""
    try:
        with transaction.atomic():
            yield
    except (OperationalError, IntegrityError) as error:
        if not isinstance(error.__cause__, BAD_TIMING):
            raise
