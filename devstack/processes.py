"""The commands behind web, worker and beat: the same under ./run up, alone, and in the container."""

import sys
from pathlib import Path

BIN = Path(sys.executable).parent

# For production (Dockerfile) and the bench. By itself glibc keeps a heap for each thread, and what was freed: 2 MiB a
# worker, of the bare project too.
LEAN = {"MALLOC_ARENA_MAX": "1", "MALLOC_TRIM_THRESHOLD_": "65536", "MALLOC_MMAP_THRESHOLD_": "131072"}


def web(host: str, port: int, workers: int) -> list[str]:
    """Granian with threads: Django's views are synchronous and wait for the database."""
    command = [str(BIN / "granian"), "--interface", "wsgi", "--host", host, "--port", str(port)]
    command += ["--workers", str(workers), "--blocking-threads", "4", "--http", "1", "--no-ws"]
    # A worker that died alone is replaced; one that does not drain in time is killed.
    command += ["--respawn-failed-workers", "--workers-kill-timeout", "10", "devstack.serve:application"]
    return command


def worker(*extra: str) -> list[str]:
    """One process with threads: whoever stops or kills it reaches the very process that sends."""
    command = [str(BIN / "celery"), "-A", "collab", "worker", "--pool", "threads", "--concurrency", "2"]
    # Workers share work through the broker and need not hear of each other; looking for others takes a second.
    return [*command, "--without-gossip", "--without-mingle", "--loglevel", "INFO", *extra]


def beat(*extra: str) -> list[str]:
    """The clock. What is due stands in the database, so unless told otherwise it keeps no file."""
    keeps_a_file = any(word.startswith(("--schedule", "-s")) for word in extra)
    memory = [] if keeps_a_file else ["--scheduler", "celery.beat:Scheduler"]
    return [str(BIN / "celery"), "-A", "collab", "beat", "--pidfile=", "--loglevel", "INFO", *memory, *extra]


def manage(*arguments: str) -> list[str]:
    """One of Django's commands."""
    return [sys.executable, "manage.py", *arguments]
