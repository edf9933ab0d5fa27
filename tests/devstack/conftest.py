"""Real starts of ./run, on states of their own that are deleted afterwards."""

import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from devstack.install import ROOT
from devstack.state import State

OURS = {
    "PUBLIC_URL",
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "REDIS_URL",
    "SECRET_KEY",
    "MEDIA_ROOT",
    "DJANGO_SETTINGS_MODULE",
}


@pytest.fixture
def bare(monkeypatch):
    """An environment that names no services, as on a bare machine."""
    for name in OURS:
        monkeypatch.delenv(name, raising=False)
    # Neither the demo's people nor collected files: this is about processes.
    monkeypatch.setenv("DJANGO_ENV", "test")
    monkeypatch.setenv("EMAIL_URL", "smtp://127.0.0.1:1")


@pytest.fixture
def state(bare, request):
    """A state named after the test."""
    made = State("test-" + re.sub("[^a-z]+", "-", request.node.name)[:30])
    yield made
    made.delete()


def wait_for(condition, seconds=60):
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.05)


def run(*arguments):
    """A command of ./run that ends by itself."""
    command = [sys.executable, "-m", "devstack", *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=300)


class Start:
    """One ./run up, with what it prints in a file."""

    def __init__(self, state, output):
        self.output = output
        command = [sys.executable, "-m", "devstack", "up", "--port", "0", "--state", state.name]
        with output.open("w") as file:
            self.process = subprocess.Popen(command, cwd=ROOT, stdout=file, stderr=file, start_new_session=True)

    def come_up(self):
        """Ready to be used. A first one makes the database's files and carries out every migration."""
        wait_for(lambda: self.is_up() or self.process.poll() is not None, seconds=300)
        assert self.is_up(), self.output.read_text()
        return self

    def is_up(self):
        return "Press Ctrl-C" in self.output.read_text()

    def end(self):
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.wait(60)


@pytest.fixture
def start(state, tmp_path):
    """Start the whole state, as often as a test wants to."""
    starts: list[Start] = []

    def begin():
        starts.append(Start(state, tmp_path / f"output-{len(starts)}"))
        # In the list before it is up, so that one that never comes up is ended too.
        return starts[-1].come_up()

    yield begin
    for begun in starts:
        begun.end()


def parents():
    """Every living process and its parent, from Linux' own list."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status, parent = (folder / "stat").read_text().rpartition(")")[2].split()[:2]
        except OSError:
            continue
        if status != "Z":
            found[int(folder.name)] = int(parent)
    return found


def descendants(pid):
    everyone = parents()
    found = {pid}
    while more := {child for child, parent in everyone.items() if parent in found} - found:
        found |= more
    return found - {pid}


def is_alive(pid):
    return pid in parents()


def kill(pid):
    os.kill(pid, signal.SIGKILL)
