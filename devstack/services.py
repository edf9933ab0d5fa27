"""The database and the broker of one state: started here, running already, or named by the environment."""

import fcntl
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from devstack.children import Child, start, stop, wait_until
from devstack.owner import SERVICE_USER, valkey_program
from devstack.postgres import APP, ENVIRONMENT, OWNER, start_postgres, url
from devstack.state import State
from devstack.words import Stop


def variables(state: State) -> dict[str, str]:
    """This process's environment, with what the state knows filled in where nothing is set."""
    env = dict(os.environ)
    env.setdefault("SECRET_KEY", state.passwords["secret_key"])
    if "DATABASE_URL" not in env:
        env["DATABASE_URL"] = url(state, APP, state.passwords["app"])
        env["DATABASE_OWNER_URL"] = url(state, OWNER, state.passwords["owner"])
    env.setdefault("REDIS_URL", f"redis+socket://{state.sockets}/valkey.sock")
    return env


def start_services(state: State, children: list[Child], *, durable: bool = True) -> None:
    """Start what the environment does not name; each is in the list as soon as it runs."""
    if not {"DATABASE_URL", "REDIS_URL"} <= set(os.environ):
        state.open_sockets()
    if "REDIS_URL" not in os.environ:
        children.append(start_valkey(state))
    if "DATABASE_URL" not in os.environ:
        children.append(start_postgres(state, durable=durable))


def start_valkey(state: State) -> Child:
    """A broker on a socket that keeps nothing on disk: what is owed stands in the database."""
    address = state.sockets / "valkey.sock"
    command = [str(valkey_program()), "--port", "0", "--unixsocket", str(address), "--unixsocketperm", "700"]
    command += ["--save", "", "--appendonly", "no", "--dir", str(state.sockets)]
    child = start("Valkey", command, logs=state.logs, env=ENVIRONMENT, user=SERVICE_USER)
    wait_until(lambda: takes_connections(address), child)
    return child


def takes_connections(address: Path) -> bool:
    """Whether something listens on this socket."""
    with socket.socket(socket.AF_UNIX) as probe:
        return probe.connect_ex(str(address)) == 0


@contextmanager
def services(state: State, *, durable: bool = True) -> Iterator[dict[str, str]]:
    """Variables of services that run as long as this block: joined if they run, started if not."""
    if {"DATABASE_URL", "REDIS_URL"} <= set(os.environ):
        yield variables(state)
    elif state.is_held():
        with joined(state):
            yield variables(state)
    else:
        with state.held(), started(state, durable=durable):
            yield variables(state)


@contextmanager
def joined(state: State) -> Iterator[None]:
    """Use services that another process started, which waits for us before it stops them."""
    with users(state, fcntl.LOCK_SH):
        if "DATABASE_URL" not in os.environ and not takes_connections(state.sockets / ".s.PGSQL.5432"):
            raise Stop(f"The state {state.name!r} is starting or stopping: try again in a moment.")
        yield


@contextmanager
def started(state: State, *, durable: bool) -> Iterator[None]:
    """Start them, and stop them after the last user has gone."""
    children: list[Child] = []
    try:
        start_services(state, children, durable=durable)
        yield
    finally:
        with users(state, fcntl.LOCK_EX):
            stop(children)
            state.remove_sockets()


@contextmanager
def users(state: State, kind: int) -> Iterator[None]:
    """A lock shared by those who use the services, and taken alone by who stops them."""
    with (state.folder / "users").open("a") as lock:
        fcntl.flock(lock, kind)
        yield
