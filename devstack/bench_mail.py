"""Emails, from the row that is due to the mail server: `./run bench --mail [--sizes 1,10]`."""

import json
import socket
import sys
from datetime import UTC, datetime
from typing import Any

from devstack import processes
from devstack.bench_servers import RESULTS, free_port, fresh_database, machine, production, run_quietly
from devstack.children import start, stop, wait_until
from devstack.words import say, step

INSIDE = "import django; django.setup(); from devstack.bench_mail_inside import main; main()"


def mail(env: dict[str, str], sizes: list[int], rounds: int) -> int:
    """Rates beside the ceiling, claims as sent rows pile up, and reminders written at each size."""
    port, logs = free_port(), RESULTS / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    sink = start("sink", [sys.executable, "-m", "devstack.bench_sink", str(port)], logs=logs, env=env)
    try:
        wait_until(lambda: listens(port), sink)
        found = [at_size(env, size, port, rounds) for size in sizes]
    finally:
        stop([sink])
    report = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "machine": machine(), "sizes": found}
    (RESULTS / "mail.json").write_text(json.dumps(report, indent=1))
    say(json.dumps(report, indent=1))
    return 0


def listens(port: int) -> bool:
    """Whether the mail server is there."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def at_size(env: dict[str, str], size: int, port: int, rounds: int) -> dict[str, Any]:
    """Load the synthetic rows, and measure inside the app."""
    ours = production(env, 0) | fresh_database(env, f"collab_bench_mail_{size}")
    ours |= {"EMAIL_URL": f"smtp://127.0.0.1:{port}", "BENCH_SIZE": str(size), "BENCH_ROUNDS": str(rounds)}
    with step(f"Loading size {size}"):
        run_quietly(processes.manage("upgrade", "--verbosity", "0"), ours)
        run_quietly(processes.manage("load_bench", "--size", str(size)), ours)
    with step(f"Measuring at size {size}"):
        found: dict[str, Any] = json.loads(run_quietly([sys.executable, "-c", INSIDE], ours))
    return found
