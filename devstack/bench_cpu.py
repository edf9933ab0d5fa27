"""Processor time and memory of the processes behind a page, read from /proc."""

import os
from pathlib import Path

import psycopg

TICK = os.sysconf("SC_CLK_TCK")


def seconds_of(pid: int) -> float:
    """User and system time of one process, 0 when it has gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return (int(fields[11]) + int(fields[12])) / TICK


def family(pid: int) -> list[int]:
    """A process and all that it started."""
    found = [pid]
    for parent in found:
        for path in Path(f"/proc/{parent}/task").glob("*/children"):
            found += [int(child) for child in path.read_text().split()]
    return found


def memory_mib(pid: int) -> float:
    """What one process holds."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS"):
            return int(line.split()[1]) / 1024
    return 0.0


class Meter:
    """Processor time since the last look, of a web server and of its database's sessions."""

    def __init__(self, pid: int, dsn: str) -> None:
        self.pid, self.dsn = pid, dsn
        self.seen: dict[int, float] = {}

    def sessions(self) -> list[int]:
        """The PostgreSQL processes of our database; the pages keep their connections."""
        with psycopg.connect(self.dsn) as connection:
            rows = connection.execute(
                "SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            return [int(row[0]) for row in rows]

    def spent(self) -> tuple[float, float]:
        """Seconds of the web server and of PostgreSQL since the last call."""
        return self._since(family(self.pid)), self._since(self.sessions())

    def _since(self, pids: list[int]) -> float:
        total = 0.0
        for pid in pids:
            now = seconds_of(pid)
            total += now - self.seen.get(pid, 0.0)
            self.seen[pid] = now
        return total
