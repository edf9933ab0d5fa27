"""Five hundred people race for 68 places, on the app and on the bare project: `./run bench --rush`."""

import itertools
import json
import statistics
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import psycopg

from devstack import processes
from devstack.bench_client import Browser, Unexpected
from devstack.bench_forms import Form, another, fill, has_errors, main_form
from devstack.bench_servers import RESULTS, free_port, fresh_database, machine, production, run_quietly, serve
from devstack.children import stop
from devstack.words import say, step

PEOPLE, PLACES, TIMES, WORKERS = 500, 68, 5, (2, 8)
PRESSES = 20
# A date to come that nobody has signed up for, with so many places.
EMPTY = """
WITH one AS (SELECT event.id FROM events_event AS event JOIN events_series AS series ON series.id = event.series_id
             WHERE starts_at > now() + interval '40 days' AND audience = 'public' ORDER BY starts_at, event.id LIMIT 1),
     gone AS (DELETE FROM events_signup WHERE event_id = (SELECT id FROM one))
UPDATE events_event SET capacity = %s, taken = 0, last_position = 0, held_until = NULL
WHERE id = (SELECT id FROM one)
RETURNING id, day, (SELECT slug FROM events_series WHERE id = series_id)
"""
FOUND = """
SELECT count(*) FILTER (WHERE state = 'confirmed'), count(*) FILTER (WHERE state = 'waiting'),
       coalesce(array_agg(position ORDER BY position) FILTER (WHERE state = 'waiting'), '{}')
FROM events_signup WHERE event_id = %s
"""


@dataclass
class Rush:
    """One race: how long it took, and what went wrong."""

    seconds: float
    errors: list[str]
    took: list[float]
    oversold: int = 0
    lost: int = 0
    in_order: bool = True
    presses: int = 0


@dataclass
class Racers:
    """All at the door at once, each with the form open."""

    port: int
    path: str
    numbers: "itertools.count[int]"
    errors: list[str] = field(default_factory=list)
    took: list[float] = field(default_factory=list)
    presses: "itertools.count[int]" = field(default_factory=itertools.count)

    def race(self) -> Rush:
        """They press at the same moment; whoever is asked to press again does."""
        form = main_form(Browser(self.port).get(self.path))
        barrier = threading.Barrier(PEOPLE + 1)
        threads = [threading.Thread(target=self.person, args=(barrier, form)) for _ in range(PEOPLE)]
        for thread in threads:
            thread.start()
        barrier.wait()
        began = time.monotonic()
        for thread in threads:
            thread.join()
        return Rush(time.monotonic() - began, self.errors, self.took, presses=next(self.presses))

    def person(self, barrier: threading.Barrier, form: Form) -> None:
        browser, number = Browser(self.port), next(self.numbers)
        barrier.wait()
        began = time.monotonic()
        try:
            page = browser.get(self.path)
            for _ in range(PRESSES):
                page = browser.post(self.path, fill(another(form, page), number))
                next(self.presses)
                if not has_errors(page):
                    break
        except (Unexpected, OSError) as error:
            self.errors.append(str(error))
        self.took.append(time.monotonic() - began)


def rush_at_app(port: int, dsn: str, numbers: "itertools.count[int]") -> Rush:
    """A race for an empty date, and then what its rows say."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        row = connection.execute(EMPTY, [PLACES]).fetchone()
        assert row is not None, "no date to come"
        event, day, slug = row
        rush = Racers(port, f"/events/{slug}/{day}/join/", numbers).race()
        confirmed, waiting, positions = connection.execute(FOUND, [event]).fetchone() or (0, 0, [])
    rush.oversold, rush.lost = max(confirmed - PLACES, 0), PEOPLE - confirmed - waiting
    rush.in_order = positions == list(range(1, waiting + 1))
    return rush


def rush_at_ceiling(port: int, dsn: str, numbers: "itertools.count[int]") -> Rush:
    """The same with the guarded insert; whoever finds it full is told so, and has no number."""
    with psycopg.connect(dsn, autocommit=True) as connection:
        connection.execute("DELETE FROM ceiling_booking")
        connection.execute("UPDATE ceiling_meeting SET taken = 0, capacity = %s", [PLACES])
        rush = Racers(port, "/form/", numbers).race()
        (booked,) = connection.execute("SELECT count(*) FROM ceiling_booking").fetchone() or (0,)
    rush.oversold = max(booked - PLACES, 0)
    return rush


type Race = Callable[[int, str, "itertools.count[int]"], Rush]


def races(name: str, race: Race, workers: int, env: dict[str, str], dsn: str, module: str) -> dict[str, Any]:
    """So many races on a server with so many workers."""
    port = int(env["PUBLIC_URL"].rpartition(":")[2])
    command = [*processes.web("127.0.0.1", port, workers)[:-1], module]
    child = serve(f"rush-{name}-{workers}", command, env, port)
    numbers = itertools.count(int(time.time()) % 10**6 * 10_000)
    try:
        with step(f"{name}, {workers} workers"):
            done = [race(port, dsn, numbers) for _ in range(TIMES)]
    finally:
        stop([child])
    waited = sorted(took for rush in done for took in rush.took)
    return {
        "server": name,
        "workers": workers,
        "seconds": statistics.median(rush.seconds for rush in done),
        "p95": waited[int(len(waited) * 0.95)],
        "oversold": sum(rush.oversold for rush in done),
        "lost": sum(rush.lost for rush in done),
        "errors": sum(len(rush.errors) for rush in done),
        "first_error": next((error for rush in done for error in rush.errors), ""),
        "in_order": all(rush.in_order for rush in done),
        "pressed_again": sum(rush.presses for rush in done) - PEOPLE * TIMES,
    }


def rush(env: dict[str, str]) -> int:
    """Both projects with 2 and with 8 workers, a few times each."""
    port = free_port()
    ours = production(env, port) | fresh_database(env, "collab_bench_rush")
    bare = env | {"PUBLIC_URL": ours["PUBLIC_URL"]}
    bare |= {"CEILING_DATABASE_URL": fresh_database(env, "collab_bench_rush_ceiling")["DATABASE_OWNER_URL"]}
    with step("Loading"):
        run_quietly(processes.manage("upgrade", "--verbosity", "0"), ours)
        run_quietly(processes.manage("load_bench", "--size", "1"), ours)
        run_quietly([sys.executable, "-m", "devstack.ceiling.fill"], bare)
    results = []
    for workers in WORKERS:
        app = ours["DATABASE_OWNER_URL"]
        results.append(races("app", rush_at_app, workers, ours, app, "devstack.serve:application"))
        dsn, module = bare["CEILING_DATABASE_URL"], "devstack.ceiling.wsgi:application"
        results.append(races("ceiling", rush_at_ceiling, workers, bare, dsn, module))
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "rush.json").write_text(json.dumps({"machine": machine(), "rushes": results}, indent=1))
    show(results)
    return 0


def show(results: list[dict[str, Any]]) -> None:
    """A table, and how the two compare."""
    say(f"{PEOPLE} people, {PLACES} places, {TIMES} times; seconds are medians")
    names = ["server", "workers", "seconds", "p95", "oversold", "lost", "errors", "in_order", "pressed_again"]
    print(f"| {' | '.join(names)} |\n|{' --- |' * len(names)}")
    for row in results:
        cells = [f"{row[name]:.2f}" if isinstance(row[name], float) else str(row[name]) for name in names]
        print(f"| {' | '.join(cells)} |")
    for app, ceiling in itertools.batched(results, 2):
        say(f"{app['workers']} workers: {app['seconds'] / ceiling['seconds']:.1f} times the ceiling's time")
