"""Bring .venv to what the lock files say, then hand over to the rest of devstack in it."""

# Runs on any Python from 3.8, with the standard library alone.
from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from devstack.words import Stop, say, step

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
STAMP = VENV / "installed"
LOCKS = {"base": "requirements.txt", "dev": "requirements-dev.txt"}
NEEDS_DEV = {"test", "check", "fmt", "lock", "bench"}
NO_NETWORK = (
    "dns error",
    "error sending request",
    "tcp connect",
    "Failed to establish a new connection",
    "Network is unreachable",
    "No matching distribution found",
    "timed out",
)


def wanted_kind(argv: list[str]) -> str:
    """The tools come with the commands that use them, and with Node where the machine has none."""
    if argv[:1] and argv[0] in NEEDS_DEV:
        return "dev"
    return "base" if has_node() else "dev"


def has_node() -> bool:
    """Node 20 or newer and npm answer on this machine."""
    try:
        version = subprocess.run(["node", "--version"], capture_output=True, text=True, check=False).stdout
        return int(version.strip().lstrip("v").split(".")[0] or 0) >= 20 and shutil.which("npm") is not None
    except (OSError, ValueError):
        return False


def digest(kind: str) -> str:
    """One word for what a lock file says."""
    return hashlib.sha256((ROOT / LOCKS[kind]).read_bytes()).hexdigest()


def is_installed(kind: str) -> bool:
    """The tools' lock includes everything the app's own lock has."""
    installed = STAMP.read_text().split() if STAMP.exists() else []
    return installed in ([k, digest(k)] for k in {kind, "dev"}) and runs(VENV_PYTHON)


def runs(python: Path) -> bool:
    """Whether this Python answers: the one a .venv was made from may be gone since."""
    if Path(sys.prefix) == VENV:
        return True
    try:
        return subprocess.run([str(python), "-c", ""], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def call(command: list[str]) -> None:
    """Run an installer, and turn its failure into one sentence."""
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode == 0:
        return
    if any(words in done.stdout for words in NO_NETWORK):
        raise Stop("Packages are missing and no network was reached: connect this machine, then run this again.")
    raise Stop(f"Installing failed.\n{done.stdout.strip()}")


def answers(uv: str) -> bool:
    """Whether this uv is a working one: a dead shim is on the PATH too."""
    try:
        return subprocess.run([uv, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def find_uv() -> str:
    """The machine's own uv, the one fetched before, or one fetched now."""
    fetched = ROOT / ".local" / "uv" / "bin" / "uv"
    for candidate in ("uv", str(fetched), str(VENV / "bin" / "uv")):
        if answers(candidate):
            return candidate
    with step("Fetching the installer (uv)"):
        fetch_uv(fetched.parent.parent)
    return str(fetched)


def fetch_uv(folder: Path) -> None:
    """Install the locked uv beside the checkout, with whatever pip this Python has."""
    shutil.rmtree(folder, ignore_errors=True)
    with tempfile.TemporaryDirectory() as temporary:
        pinned = Path(temporary) / "uv.txt"
        pinned.write_text(locked_block("uv"))
        install = ["-m", "pip", "install", "--quiet", "--require-hashes", "--requirement", str(pinned)]
        os.environ["PIP_ROOT_USER_ACTION"] = "ignore"
        if subprocess.run([sys.executable, "-m", "pip", "--version"], capture_output=True, check=False).returncode == 0:
            call([sys.executable, *install, "--target", str(folder)])
        else:
            call([sys.executable, "-m", "venv", str(folder)])
            call([str(folder / "bin" / "python"), *install])


def locked_block(name: str) -> str:
    """The lines of one package, with its hashes, from the lock file."""
    lines = (ROOT / LOCKS["dev"]).read_text().splitlines()
    start = next(i for i, line in enumerate(lines) if line.startswith(f"{name}=="))
    end = start + 1
    while end < len(lines) and lines[end].lstrip().startswith("--hash"):
        end += 1
    return "\n".join(lines[start:end]).rstrip("\\ ") + "\n"


def make_venv(uv: str) -> None:
    """A fresh .venv from this Python, or from a newer one that uv finds or fetches."""
    shutil.rmtree(VENV, ignore_errors=True)
    if tuple(sys.version_info) >= (3, 12):
        call([uv, "venv", "--quiet", "--python", sys.executable, str(VENV)])
    else:
        with step("This Python is older than 3.12: getting a newer one"):
            fetch_python(uv)


def fetch_python(uv: str) -> None:
    """A .venv from a newer Python that uv finds on this machine or downloads."""
    try:
        call([uv, "venv", "--quiet", "--python", "3.13", str(VENV)])
    except Stop as stop:
        have = ".".join(str(part) for part in sys.version_info[:2])
        raise Stop(
            f"Python 3.12 or newer is needed, this is {have}, and none was fetched: install one, then run this again."
        ) from stop


def install(kind: str) -> None:
    """Sync .venv with a lock, every hash checked."""
    uv = find_uv()
    if not runs(VENV_PYTHON):
        make_venv(uv)
    STAMP.unlink() if STAMP.exists() else None
    with step("Installing Python packages"):
        lock = str(ROOT / LOCKS[kind])
        call([uv, "pip", "sync", "--quiet", "--python", str(VENV_PYTHON), "--require-hashes", lock])
    STAMP.write_text(f"{kind} {digest(kind)}\n")


def ensure(kind: str) -> None:
    """Install what is missing; two starts at once wait for each other."""
    if is_installed(kind):
        return
    (ROOT / ".local").mkdir(exist_ok=True)
    with (ROOT / ".local" / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not is_installed(kind):
            # Whoever has the tools keeps them when a lock changes.
            has_tools = STAMP.exists() and STAMP.read_text().startswith("dev")
            install("dev" if has_tools else kind)


def main(argv: list[str]) -> int:
    """Install, then become devstack in the .venv."""
    try:
        ensure(wanted_kind(argv))
    except (Stop, OSError) as stop:
        say(str(stop))
        return 1
    except KeyboardInterrupt:
        return 130
    return os.execv(str(VENV_PYTHON), [str(VENV_PYTHON), "-m", "devstack", *argv])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
