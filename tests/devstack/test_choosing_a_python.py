import os
import shutil
import subprocess
import sys

import pytest

from devstack.install import ROOT

DEAD = "#!/bin/sh\nexit 127\n"
WORKING = f'#!/bin/sh\nexec {sys.executable} "$@"\n'
OLD = f'#!/bin/sh\ncase "$2" in *"3, 12"*) exit 1;; esac\nexec {sys.executable} "$@"\n'


@pytest.fixture
def machine(tmp_path):
    """A checkout whose installer only says which Python called it, on a machine with a few tools."""
    checkout, tools = tmp_path / "checkout", tmp_path / "bin"
    (checkout / "devstack").mkdir(parents=True)
    (checkout / "devstack" / "__init__.py").touch()
    (checkout / "devstack" / "install.py").write_text("import os\nprint(os.environ['CHOSEN'])\n")
    shutil.copy(ROOT / "run", checkout / "run")
    tools.mkdir()
    for tool in ("sh", "dirname", "ls", "sort"):
        (tools / tool).symlink_to(shutil.which(tool))
    return tmp_path


def put(path, script):
    """A Python that leaves its own name behind."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(script.replace("exec ", f"CHOSEN={path.parent.parent.name}/{path.name} exec "))
    path.chmod(0o755)


def choose(machine):
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYENV")}
    env = kept | {"PATH": str(machine / "bin"), "HOME": str(machine), "PYTHONPATH": os.devnull}
    return subprocess.run([machine / "checkout" / "run"], env=env, capture_output=True, text=True, check=False)


def test_a_dead_shim_is_passed_over(machine):
    put(machine / "bin" / "python3.13", DEAD)
    put(machine / "bin" / "python3.12", WORKING)

    done = choose(machine)

    assert done.stdout.strip().endswith("/python3.12")


def test_the_newest_pyenv_python_is_found_behind_dead_shims(machine):
    put(machine / "bin" / "python3.13", DEAD)
    put(machine / "bin" / "python3", OLD)
    for version in ("3.9.18", "3.12.1", "3.13.0"):
        put(machine / ".pyenv" / "versions" / version / "bin" / "python3", WORKING)

    done = choose(machine)

    assert done.stdout.strip() == "3.13.0/python3"


def test_an_old_python_is_used_to_fetch_a_newer_one(machine):
    put(machine / "bin" / "python3", OLD)

    done = choose(machine)

    assert done.stdout.strip().endswith("/python3")


def test_without_any_python_one_sentence_is_said(machine):
    put(machine / "bin" / "python3", DEAD)

    done = choose(machine)

    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr == "No Python was found: install Python 3.12 or newer, then run this again.\n"
