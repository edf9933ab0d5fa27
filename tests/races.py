"""People at one moment, each in a thread and on a connection of their own."""

import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier

from django.db import connection

WAITS_FOR_US = "SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def at_once(*jobs, refuses=()):
    """All of them from the same moment on. Says who was refused, by the exceptions of `refuses`; others are raised."""
    start = Barrier(len(jobs))

    def run(job):
        start.wait()
        return alone(job, refuses)

    with ThreadPoolExecutor(len(jobs)) as pool:
        return [refused for refused in pool.map(run, jobs) if refused]


def alone(job, refuses=()):
    """In this thread, whose connection is closed after it."""
    try:
        job()
    except refuses as error:
        return error
    finally:
        connection.close()


@contextmanager
def meanwhile(job):
    """In a thread of its own, beside a transaction that is open: it is waited for until it waits for a lock of that.

    Its end, and what it raised, comes after the transaction.
    """
    with ThreadPoolExecutor(1) as pool:
        yield lambda: until_it_waits(pool.submit(alone, job))


def until_it_waits(future):
    """Or until it is over, where nothing held it up."""
    deadline = time.monotonic() + 60
    while not future.done():
        with connection.cursor() as cursor:
            cursor.execute(WAITS_FOR_US)
            if cursor.fetchone()[0]:
                return future
        assert time.monotonic() < deadline, "It neither ends nor waits."
        time.sleep(0.01)
    return future
