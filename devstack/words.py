"""What ./run says while it works, and how it stops: in one sentence."""

# This module and install.py run on any Python from 3.8: they are what fetches a newer one.
from __future__ import annotations

import contextlib
import sys
import time
from typing import Iterator  # noqa: UP035


class Stop(Exception):
    """Nothing more can be done; the message is the one sentence people read."""


def say(words: str) -> None:
    """Print progress where it cannot mix with a command's own output."""
    print(words, file=sys.stderr, flush=True)


@contextlib.contextmanager
def step(words: str) -> Iterator[None]:
    """Say what begins, and how long it took if that was over a second."""
    say(words)
    began = time.monotonic()
    yield
    took = time.monotonic() - began
    if took > 1:
        say(f"  {words[:1].lower()}{words[1:]}: {took:.1f} seconds")
