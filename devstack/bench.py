"""Measure the app beside a bare Django project: `./run bench [--quick] [--sizes 1,10]`, `--rush` or `--mail`."""

import argparse
import itertools
import json
import os
import statistics
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from typing import Any

from devstack.bench_client import Browser, Round, Task, run
from devstack.bench_cpu import Meter, family, memory_mib
from devstack.bench_forms import flow, press, visit
from devstack.bench_mail import mail
from devstack.bench_rush import rush
from devstack.bench_servers import RESULTS, Server, collect_static_files, machine, start_app, start_ceiling
from devstack.bench_table import print_tables
from devstack.children import stop
from devstack.services import services
from devstack.state import State
from devstack.words import Stop, say, step

PEOPLE = 8
type Measured = dict[str, Any]


def task_of(page: dict[str, Any]) -> Task:
    """What a person does there."""
    if page["kind"] == "insert":
        return press(page["path"]) if page["posts"] else insert(page["path"])
    return flow(page["path"], posts=page["posts"]) if page["posts"] else visit(page["path"])


def insert(path: str) -> Task:
    """The guarded insert alone, without a form before it."""

    def task(browser: Browser, number: int) -> None:
        browser.post(path, {"name": "Adele Abernethy", "email": f"person.{number}@people.example"})

    return task


def one_round(
    server: Server, page: dict[str, Any], meter: Meter, numbers: Iterator[int], *, people: int, seconds: float
) -> Measured:
    """Some seconds of one page: what it took, and whose processor time that was."""
    meter.spent()
    done = run(server.port, task_of(page), numbers, people=people, seconds=seconds, cookies=page.get("cookies", {}))
    web, database = meter.spent()
    return figures(done, web, database)


def figures(done: Round, web: float, database: float) -> Measured:
    """One round in numbers."""
    count = max(len(done.took), 1)
    return {
        "rate": len(done.took) / done.seconds,
        "p50": done.percentile(0.5),
        "p95": done.percentile(0.95),
        "web_ms": web * 1000 / count,
        "database_ms": database * 1000 / count,
        "cpu_ms": (web + database) * 1000 / count,
        "errors": len(done.errors),
        "first_error": next(iter(done.errors), ""),
    }


def summary(rounds: list[Measured]) -> Measured:
    """The median of each figure, and how far the processor time swung."""
    names = ["rate", "p50", "p95", "web_ms", "database_ms", "cpu_ms"]
    medians: Measured = {name: statistics.median(one[name] for one in rounds) for name in names}
    swing = max(one["cpu_ms"] for one in rounds) - min(one["cpu_ms"] for one in rounds)
    medians["spread"] = swing / medians["cpu_ms"] if medians["cpu_ms"] else 0.0
    medians["errors"] = sum(one["errors"] for one in rounds)
    medians["first_error"] = next((one["first_error"] for one in rounds if one["first_error"]), "")
    return medians


def measure(servers: list[Server], *, people: int, rounds: int, seconds: float) -> list[Measured]:
    """Every page of every server in turn, again and again, so that a noisy minute hits all of them."""
    numbers = itertools.count()
    pages = [(server, page) for server in servers for page in server.pages if not page.get("error")]
    meters = {server.name: Meter(server.child.process.pid, server.dsn) for server in servers}
    taken: list[list[Measured]] = [[] for _ in pages]
    for number in range(rounds + 1):
        with step(f"Round {number} of {rounds}" if number else "Warming up"):
            for results, (server, page) in zip(taken, pages, strict=True):
                length = seconds if number else seconds / 2
                got = one_round(server, page, meters[server.name], numbers, people=people, seconds=length)
                results += [got] if number else []
    return [
        {"server": server.name, **page, **summary(results)}
        for results, (server, page) in zip(taken, pages, strict=True)
    ]


@contextmanager
def environment() -> Iterator[dict[str, str]]:
    """The services that the environment names, else a state of our own."""
    if "DATABASE_URL" in os.environ:
        yield dict(os.environ)
    else:
        with services(State("bench")) as env:
            yield env


def options(arguments: list[str]) -> argparse.Namespace:
    """--quick looks at size 1 for half a minute; --rush is 500 people for 68 places, --mail is emails alone."""
    parser = argparse.ArgumentParser(prog="./run bench", allow_abbrev=False)
    parser.add_argument("--quick", action="store_true")
    parser.add_argument("--rush", action="store_true")
    parser.add_argument("--mail", action="store_true")
    parser.add_argument("--sizes", default="")
    parser.add_argument("--people", type=int, default=PEOPLE)
    parser.add_argument("--rounds", type=int, default=0)
    parser.add_argument("--seconds", type=float, default=0.0)
    chosen = parser.parse_args(arguments)
    quick = chosen.quick
    chosen.sizes = [int(size) for size in (chosen.sizes or ("1" if quick else "1,10")).split(",")]
    chosen.rounds = chosen.rounds or (2 if quick else 5)
    chosen.seconds = chosen.seconds or (0.5 if quick else 1.0)
    return chosen


def main(arguments: list[str]) -> int:
    """Start everything, measure, print, and keep the figures as JSON."""
    chosen = options(arguments)
    with ExitStack() as stack:
        env = stack.enter_context(environment())
        if chosen.mail:
            return mail(env, chosen.sizes, chosen.rounds)
        collect_static_files(env)
        if chosen.rush:
            return rush(env)
        servers: list[Server] = []
        stack.callback(lambda: stop([server.child for server in servers]))
        servers.append(start_ceiling(env))
        servers += [start_app(env, size) for size in chosen.sizes]
        measured = measure(servers, people=chosen.people, rounds=chosen.rounds, seconds=chosen.seconds)
        skipped = [{"server": s.name, **page} for s in servers for page in s.pages if page.get("error")]
        workers = {s.name: max(memory_mib(pid) for pid in family(s.child.process.pid)) for s in servers}
    report = {
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "machine": machine(),
        "rounds": chosen.rounds,
        "seconds": chosen.seconds,
        "people": chosen.people,
        "memory_mib": workers,
        "pages": measured,
        "skipped": skipped,
    }
    RESULTS.mkdir(parents=True, exist_ok=True)
    (RESULTS / "latest.json").write_text(json.dumps(report, indent=1))
    print_tables(report)
    say(f"The figures are in {RESULTS / 'latest.json'}.")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except Stop as stopped:
        say(str(stopped))
        sys.exit(1)
