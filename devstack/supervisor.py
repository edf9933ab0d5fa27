"""./run up: everything at once, in order of readiness, stopped together."""

import http.client
import os
import signal
import socket
import sys
import time
from dataclasses import dataclass, field
from subprocess import PIPE, Popen
from typing import NoReturn

import psycopg

from devstack import processes
from devstack.children import Child, foreground, start, stop, wait_until
from devstack.install import ROOT
from devstack.leftovers import forget, remember, stop_leftovers
from devstack.services import start_services, variables
from devstack.state import State
from devstack.words import Stop, say, step

WEB_WORKERS = 2


@dataclass
class Stack:
    """Everything one ./run up has started, first to last."""

    state: State
    host: str
    port: int
    env: dict[str, str]
    services: list[Child] = field(default_factory=list)
    jobs: list[Child] = field(default_factory=list)
    web: list[Child] = field(default_factory=list)

    def children(self) -> list[Child]:
        return [*self.services, *self.jobs, *self.web]

    def stop(self) -> None:
        """Web first, so that requests under way still find their database; that one last."""
        stop(self.web, seconds=20)
        stop(self.jobs, seconds=25)
        stop(self.services)
        self.state.remove_sockets()


def up(state: State, host: str, port: int) -> int:
    """Start everything, watch it, and stop it all on Ctrl-C or when a part ends."""
    port = free_port(host, port)
    # SIGINT too: a script's background command starts with it ignored, and must stop all the same.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, interrupt)
    with state.held():
        stack = Stack(state, host, port, demo_variables(state, port))
        stop_leftovers(state)
        try:
            bring_up(stack)
            return watch(stack)
        except KeyboardInterrupt:
            say("\nStopping.")
            return 0
        finally:
            signal.signal(signal.SIGTERM, signal.SIG_IGN)  # stopping is under way
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # a second Ctrl-C does not wait
            stack.stop()
            forget(state)


def interrupt(*_: object) -> NoReturn:
    """SIGTERM is Ctrl-C from another process."""
    raise KeyboardInterrupt


def free_port(host: str, port: int) -> int:
    """The port if nobody listens there; 0 finds one."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as error:
            raise Stop(f"Port {port} on {host} is taken: choose another with ./run up --port.") from error
        return int(probe.getsockname()[1])


def demo_variables(state: State, port: int) -> dict[str, str]:
    """What every process of this start is told."""
    env = variables(state)
    env.setdefault("DJANGO_ENV", "demo")
    env.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    env.setdefault("MEDIA_ROOT", str(state.folder / "media"))
    (state.folder / "public_url").write_text(env["PUBLIC_URL"])
    return env


def bring_up(stack: Stack) -> None:
    """Start each part when what it needs is ready; the front end builds meanwhile."""
    front_end = build_front_end(stack.env)
    with step("Starting the database and the broker"):
        start_services(stack.state, stack.services)
    remember(stack.state, stack.children())
    with step("Bringing the database up to date"):
        run_manage(stack, "upgrade")
    if stack.env["DJANGO_ENV"] == "demo" and is_empty(stack.env):
        with step("Loading the demo network"):
            run_manage(stack, "load_demo")
    with step("Building the front end, where it changed"):
        if front_end.wait():
            raise Stop("The front end could not be built; the reason stands above.")
    if stack.env["DJANGO_ENV"] == "production":
        run_manage(stack, "collectstatic", "--no-input")
    with step("Starting the web server"):
        start_web(stack)
    with step("Starting worker and beat"):
        start_jobs(stack)
    announce(stack)


def build_front_end(env: dict[str, str]) -> "Popen[bytes]":
    """A process of its own: npm and the database do not wait for each other."""
    return foreground([sys.executable, "-m", "devstack.frontend"], env, stdout=sys.stderr)


def run_manage(stack: Stack, *arguments: str) -> str:
    """One of Django's commands, quiet unless it fails."""
    process = foreground(processes.manage(*arguments), stack.env, stdout=PIPE, stderr=PIPE, text=True)
    output, errors = process.communicate()
    if process.returncode:
        raise Stop(f"manage {arguments[0]} failed.\n{errors.strip()}")
    return str(output)


def is_empty(env: dict[str, str]) -> bool:
    """Nobody is a member yet: this is the first start."""
    with psycopg.connect(env["DATABASE_URL"]) as connection:
        return connection.execute("SELECT 1 FROM members_member LIMIT 1").fetchone() is None


def start_web(stack: Stack) -> None:
    """The web server alone at first: the first page is what people wait for."""
    argv = processes.web(stack.host, stack.port, WEB_WORKERS)
    web = start("web", argv, logs=stack.state.logs, env=stack.env, death=signal.SIGTERM)
    stack.web.append(web)
    wait_until(lambda: first_page_answers(stack), web)
    # A worker that is told to stop while it starts does not hear it, so all of them are waited for.
    wait_until(lambda: web.log_text().count("Started worker-") >= WEB_WORKERS, web)


def start_jobs(stack: Stack) -> None:
    """Worker and beat together, until both say that they are at work."""
    beat = processes.beat("--schedule", str(stack.state.folder / "beat"))
    for name, argv in {"worker": processes.worker(), "beat": beat}.items():
        stack.jobs.append(start(name, argv, logs=stack.state.logs, env=stack.env))
    remember(stack.state, stack.children())
    worker, clock = stack.jobs
    wait_until(lambda: " ready." in worker.log_text(), worker)
    wait_until(lambda: "beat: Starting" in clock.log_text(), clock)


def first_page_answers(stack: Stack) -> bool:
    """Whether the web server takes requests; a page that fails stops the start."""
    host = "127.0.0.1" if stack.host == "0.0.0.0" else stack.host
    connection = http.client.HTTPConnection(host, stack.port, timeout=20)
    try:
        connection.request("GET", "/", headers={"Host": stack.env["PUBLIC_URL"].partition("://")[2]})
        status = connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    if status >= 500:
        raise Stop(f"The first page answered {status}. The web server's last words:\n{stack.web[0].last_words()}")
    return True


def announce(stack: Stack) -> None:
    """Where it is, who can sign in, where the emails are, how to stop it."""
    address = stack.env["PUBLIC_URL"]
    print(f"\nThe network is at {address}/\n")
    if stack.env["DJANGO_ENV"] == "demo":
        print(run_manage(stack, "demo_people").rstrip() + "\n")
        print(f"Sent emails, sign-in codes among them, are at {address}/demo/")
    print(f"Logs are in {os.path.relpath(stack.state.logs, ROOT)}. Press Ctrl-C to stop everything.", flush=True)


def watch(stack: Stack) -> int:
    """Wait until a part ends that should not; say which, and why if it said so."""
    while all(child.is_alive() for child in stack.children()):
        time.sleep(0.2)
    ended = next(child for child in stack.children() if not child.is_alive())
    say(f"{ended.name} ended unexpectedly (exit {ended.process.returncode}), so everything stops.")
    say(f"Its last words:\n{ended.last_words()}\nThe data is kept: the next ./run goes on from it.")
    return 1
