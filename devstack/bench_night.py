"""Runs inside the app: what the clock starts besides sending, once each, and for how long it holds what it changes."""

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import psycopg
from django.db import connection

from collab.celery import app
from devstack.bench_cpu import seconds_of

# Measured by themselves: they are about emails.
APART = {"outbox.deliver", "pledges.write_due_reminders"}
HELD = """SELECT extract(epoch FROM max(clock_timestamp() - xact_start)) FROM pg_stat_activity
WHERE pid = %s AND backend_xid IS NOT NULL"""
EVERY = 0.02


class Watch:
    """The longest that one session's transaction had changed something and was not over: a lock lasts no longer."""

    def __init__(self, pid: int) -> None:
        self.pid, self.longest, self.is_over = pid, 0.0, Event()

    def look(self) -> None:
        """Again and again, on a connection of its own."""
        with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as other:
            while not self.is_over.wait(EVERY):
                (held,) = other.execute(HELD, [self.pid]).fetchone() or (None,)
                self.longest = max(self.longest, float(held or 0))


@contextmanager
def watched() -> Iterator[Watch]:
    """While the block runs."""
    connection.ensure_connection()
    watch = Watch(connection.connection.info.backend_pid)
    thread = Thread(target=watch.look)
    thread.start()
    try:
        yield watch
    finally:
        watch.is_over.set()
        thread.join()


def nightly() -> list[dict[str, Any]]:
    """Every task of the schedule once; reconcilers again, when there should be nothing left to put right."""
    app.loader.import_default_modules()
    names = [entry["task"] for entry in app.conf.beat_schedule.values() if entry["task"] not in APART]
    again = [name for name in names if name.endswith(".reconcile")]
    return [run(name) for name in names + again]


def run(name: str) -> dict[str, Any]:
    """What one task takes, and the longest that it held anything."""
    with watched() as watch:
        took = spent(app.tasks[name])
    return {"task": name, **took, "held": round(watch.longest, 2)}


def spent(do: Callable[[], Any]) -> dict[str, Any]:
    """What it says; seconds of the clock, of our processor time, and of the database's."""
    connection.ensure_connection()
    pid = connection.connection.info.backend_pid
    began, ours, theirs = time.monotonic(), time.process_time(), seconds_of(pid)
    found = do()
    took = [time.monotonic() - began, time.process_time() - ours, seconds_of(pid) - theirs]
    return {"found": found} | dict(zip(["seconds", "python", "database"], (round(one, 2) for one in took), strict=True))
