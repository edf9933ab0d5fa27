"""The databases and the servers that are measured: the app at each size, and the ceiling beside them."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from devstack import processes
from devstack.children import Child, start, wait_until
from devstack.install import ROOT
from devstack.words import Stop, step

WORKERS = 2
# The app's modules can be imported only after Django is set up.
INSIDE = "import django; django.setup(); from devstack.bench_inside import main; main()"
RESULTS = ROOT / "build" / "bench"


@dataclass
class Server:
    """One web server, its database and the pages it is asked for."""

    name: str
    port: int
    child: Child
    dsn: str
    pages: list[dict[str, Any]]


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def fresh_database(env: dict[str, str], name: str) -> dict[str, str]:
    """An empty database of that name on the same server, for the same two roles."""
    owner = env.get("DATABASE_OWNER_URL", env["DATABASE_URL"])
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    addresses = {"DATABASE_URL": env["DATABASE_URL"], "DATABASE_OWNER_URL": owner}
    return {variable: make_conninfo(address, dbname=name) for variable, address in addresses.items()}


def run_quietly(command: list[str], env: dict[str, str]) -> str:
    """What it printed; a failure stops the bench with its last words."""
    done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise Stop(f"{' '.join(command[1:4])} failed.\n{done.stderr[-2000:]}")
    return done.stdout


def collect_static_files(env: dict[str, str]) -> None:
    """Production serves hashed names, and pages ask for them."""
    with step("Collecting the static files"):
        run_quietly(processes.manage("collectstatic", "--no-input", "--verbosity", "0"), production(env, 0))


def production(env: dict[str, str], port: int) -> dict[str, str]:
    """Production settings at this port."""
    ours = {
        "DJANGO_ENV": "production",
        "DJANGO_SETTINGS_MODULE": "collab.settings",
        "PUBLIC_URL": f"http://127.0.0.1:{port}",
        "EMAIL_URL": "smtp://127.0.0.1:1",
        "REDIS_URL": env.get("REDIS_URL", "memory://"),
        "MEDIA_ROOT": str(RESULTS / "media"),
        "LOG_LEVEL": "ERROR",
        # One member opens the directory for all of us.
        "PEOPLE_PAGES_AN_HOUR": "1000000000",
    }
    return {"SECRET_KEY": "only-for-the-bench-0123456789-abcdefghijklmnop"} | env | ours


def start_app(env: dict[str, str], size: int) -> Server:
    """Load the synthetic rows, choose the pages and serve them."""
    port = free_port()
    ours = production(env, port) | fresh_database(env, f"collab_bench_{size}")
    with step(f"Loading size {size}"):
        run_quietly(processes.manage("upgrade", "--verbosity", "0"), ours)
        run_quietly(processes.manage("load_bench", "--size", str(size)), ours)
    with step(f"Counting queries and bytes at size {size}"):
        pages = json.loads(run_quietly([sys.executable, "-c", INSIDE], ours))
    child = serve(f"app-{size}", processes.web("127.0.0.1", port, WORKERS), ours, port)
    return Server(f"app-{size}", port, child, ours["DATABASE_URL"], pages)


CEILING = [
    {"name": "(i) constant", "kind": "constant", "path": "/", "posts": 0},
    {"name": "(ii) list", "kind": "list", "path": "/list/", "posts": 0},
    {"name": "detail", "kind": "detail", "path": "/list/article-7/", "posts": 0},
    {"name": "(iii) guarded insert", "kind": "insert", "path": "/guarded/", "posts": 0},
    {"name": "flow", "kind": "flow", "path": "/form/", "posts": 1},
]


def start_ceiling(env: dict[str, str]) -> Server:
    """The bare project, behind the same server with the same workers."""
    port = free_port()
    dsn = fresh_database(env, "collab_bench_ceiling")["DATABASE_OWNER_URL"]
    ours = env | {"CEILING_DATABASE_URL": dsn}
    with step("Filling the ceiling"):
        run_quietly([sys.executable, "-m", "devstack.ceiling.fill"], ours)
    command = [*processes.web("127.0.0.1", port, WORKERS)[:-1], "devstack.ceiling.wsgi:application"]
    return Server("ceiling", port, serve("ceiling", command, ours, port), dsn, CEILING)


def serve(name: str, command: list[str], env: dict[str, str], port: int) -> Child:
    """Start it and wait for its first answer."""
    logs = RESULTS / "logs"
    logs.mkdir(parents=True, exist_ok=True)
    child = start(name, command, logs=logs, env=env | processes.LEAN)
    wait_until(lambda: answers(port), child)
    return child


def answers(port: int) -> bool:
    """Whether anything comes back, a 404 included."""
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5)
    except urllib.error.HTTPError:
        return True
    except OSError:
        time.sleep(0.1)
        return False
    return True


def machine() -> dict[str, str | int]:
    """What the figures were taken on."""
    model = next((line for line in Path("/proc/cpuinfo").read_text().splitlines() if line.startswith("model name")), "")
    return {
        "processors": os.cpu_count() or 0,
        "model": model.partition(":")[2].strip(),
        "python": sys.version.split()[0],
        "workers": WORKERS,
    }
