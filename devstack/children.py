"""Child processes that end with us, however we end."""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from devstack.install import ROOT
from devstack.words import Stop, say

PR_SET_PDEATHSIG = 1
LIBC = ctypes.CDLL(None)


@dataclass(frozen=True)
class Child:
    """One process, its log, and how it likes to be stopped."""

    name: str
    process: "subprocess.Popen[bytes]"
    log: Path
    stop_with: signal.Signals = signal.SIGTERM

    def is_alive(self) -> bool:
        return self.process.poll() is None

    def log_text(self) -> str:
        return self.log.read_text(errors="replace")

    def last_words(self) -> str:
        """The end of its log, for people to read."""
        lines = self.log_text().splitlines()[-12:]
        return "\n".join(f"  {line}" for line in lines)


def die_with_parent(death: signal.Signals) -> Callable[[], None]:
    """For preexec_fn: ask Linux to send a signal when the parent ends, even by kill -9."""
    parent = os.getpid()

    def ask() -> None:
        end_with_parent(death)
        if os.getppid() != parent:  # it ended before we asked
            os._exit(1)

    return ask


def end_with_parent(death: signal.Signals) -> None:
    """Ask Linux for this signal when the parent of this process ends; elsewhere nothing can be asked."""
    if sys.platform == "linux":
        LIBC.prctl(PR_SET_PDEATHSIG, death)


def start(
    name: str,
    argv: list[str],
    *,
    logs: Path,
    env: dict[str, str],
    user: dict[str, Any] | None = None,
    stop_with: signal.Signals = signal.SIGTERM,
    death: signal.Signals = signal.SIGKILL,
) -> Child:
    """Start a process of its own group, so that Ctrl-C reaches us alone and we stop it in order."""
    log = logs / f"{name}.log"
    if log.exists():
        log.replace(logs / f"{name}.before.log")
    with log.open("wb") as output:
        process = subprocess.Popen(
            argv,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            cwd="/" if user else ROOT,  # nobody may not be allowed into the checkout
            env=env,
            process_group=0,
            preexec_fn=die_with_parent(death),
            **(user or {}),
        )
    return Child(name, process, log, stop_with)


def wait_until(ready: Callable[[], bool], child: Child, *, seconds: float = 60) -> None:
    """Wait for a condition while the child lives."""
    until = time.monotonic() + seconds
    while not ready():
        if not child.is_alive():
            raise Stop(f"{child.name} ended while starting. Its last words:\n{child.last_words()}")
        if time.monotonic() > until:
            raise Stop(f"{child.name} did not answer in {seconds:.0f} seconds. Its last words:\n{child.last_words()}")
        time.sleep(0.02)


def stop(children: Iterable[Child], *, seconds: float = 10) -> None:
    """Ask all of them to end, wait, and kill the group of whoever does not."""
    asked = [child for child in children if child.is_alive()]
    for child in asked:
        child.process.send_signal(child.stop_with)
    for child in asked:
        try:
            child.process.wait(seconds)
        except subprocess.TimeoutExpired:
            say(f"{child.name} did not stop in {seconds:.0f} seconds, so it was killed.")
            os.killpg(child.process.pid, signal.SIGKILL)
            child.process.wait()


def foreground(argv: list[str], env: dict[str, str], **more: Any) -> "subprocess.Popen[Any]":
    """A process on this terminal that ends with us."""
    return subprocess.Popen(argv, cwd=ROOT, env=env, preexec_fn=die_with_parent(signal.SIGTERM), **more)


def run_in_front(argv: list[str], env: dict[str, str]) -> int:
    """Run a command on this terminal and pass on its exit code; Ctrl-C is the command's to answer."""
    process = foreground(argv, env)
    before = {
        signal.SIGINT: signal.signal(signal.SIGINT, lambda *_: None),
        signal.SIGTERM: signal.signal(signal.SIGTERM, lambda *_: process.terminate()),
    }
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    return code if code >= 0 else 128 - code
