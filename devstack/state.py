"""One state: a folder of data, logs and passwords, held by one running process at a time."""

import fcntl
import hashlib
import json
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from devstack.install import ROOT
from devstack.owner import SERVICE_USER, own_folder, reachable_base
from devstack.words import Stop

STATES = ROOT / ".local" / "state"


@dataclass(frozen=True)
class State:
    """Where everything of one name lives."""

    name: str

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,40}", self.name):
            raise Stop("A state's name is made of letters, digits, dots and dashes.")

    @property
    def folder(self) -> Path:
        """Logs, passwords and the beat's memory."""
        return STATES / self.name

    @cached_property
    def logs(self) -> Path:
        """What each process wrote."""
        folder = self.folder / "logs"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return folder

    @property
    def data(self) -> Path:
        """PostgreSQL's folder, in a place that its user can reach."""
        base = reachable_base(ROOT)
        return (base / "state" if base == ROOT / ".local" else base) / self.name / "postgres"

    @property
    def sockets(self) -> Path:
        """A short path: a socket's address holds 104 bytes."""
        mark = hashlib.sha256(f"{self.folder} {os.getuid()}".encode()).hexdigest()[:12]
        return Path("/tmp") / f"collab-{mark}"

    def open_sockets(self) -> Path:
        """The folder of sockets, empty and ours alone; a killed start may have left one."""
        self.remove_sockets()
        own_folder(self.sockets)
        return self.sockets

    def remove_sockets(self) -> None:
        """Nothing of a stopped state stays behind in /tmp."""
        if self.sockets.is_dir() and self.sockets.lstat().st_uid in {os.getuid(), SERVICE_USER.get("user")}:
            shutil.rmtree(self.sockets, ignore_errors=True)

    @cached_property
    def passwords(self) -> dict[str, str]:
        """Random, made once, readable by this user alone."""
        path = self.folder / "passwords.json"
        if not path.exists():
            self.folder.mkdir(parents=True, exist_ok=True)
            made = {name: secrets.token_urlsafe(32) for name in ("superuser", "owner", "app")}
            made["secret_key"] = secrets.token_urlsafe(64)
            write_private(path, json.dumps(made))
        return dict(json.loads(path.read_text()))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold this state, or say who does."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with (self.folder / "held").open("a+") as lock:
            if not try_lock(lock.fileno()):
                lock.seek(0)
                raise Stop(
                    f"The state {self.name!r} is already running (process {lock.read().strip()}): "
                    "stop it there, or choose another with --state NAME."
                )
            lock.truncate(0)
            print(os.getpid(), file=lock, flush=True)
            yield

    def is_held(self) -> bool:
        """Whether a process is running on this state now."""
        path = self.folder / "held"
        if not path.exists():
            return False
        with path.open() as lock:
            return not try_lock(lock.fileno())

    def delete(self) -> None:
        """Remove the data, the logs and the passwords."""
        with self.held():
            shutil.rmtree(self.data.parent, ignore_errors=True)
            self.remove_sockets()
            shutil.rmtree(self.folder, ignore_errors=True)


def try_lock(descriptor: int) -> bool:
    """Take the lock if it is free; the system gives it back when the process ends, however it ends."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def write_private(path: Path, text: str) -> None:
    """A whole file that only this user can read, or none."""
    beside = path.with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
    beside.rename(path)
