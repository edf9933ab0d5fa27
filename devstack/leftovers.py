"""Children of a start that was killed. Linux ends them with their parent; elsewhere the next start does."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable

from devstack.children import Child
from devstack.state import State


def began(pid: int) -> str:
    """When a process began, or nothing: a number alone may be somebody else's by now."""
    answer = subprocess.run(["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False)
    return answer.stdout.strip()


def remember(state: State, children: Iterable[Child]) -> None:
    """Write down who runs, for a start that comes after a kill -9 of this one."""
    if sys.platform != "linux":
        running = {child.process.pid: began(child.process.pid) for child in children}
        (state.folder / "children.json").write_text(json.dumps(running))


def forget(state: State) -> None:
    """All were stopped in order."""
    (state.folder / "children.json").unlink(missing_ok=True)


def stop_leftovers(state: State) -> None:
    """Stop the groups of a killed start, and of no one else."""
    path = state.folder / "children.json"
    if not path.exists():
        return
    for pid, when in json.loads(path.read_text()).items():
        if when and began(int(pid)) == when:
            os.killpg(int(pid), signal.SIGTERM)
    forget(state)
