"""The commands of ./run besides up: each runs something and passes on its exit code."""

import os
import sys
from pathlib import Path

from devstack import processes
from devstack.children import run_in_front
from devstack.frontend import write_lock
from devstack.install import ROOT, find_uv
from devstack.postgres import APP
from devstack.services import joined, services, variables
from devstack.state import State
from devstack.words import Stop, say, step

TESTS = "test"
CHECKS = [
    ("Formatting", ["ruff", "format", "--check", "--quiet", "."]),
    ("Linting", ["ruff", "check", "--quiet", "."]),
    ("Types", ["mypy", "."]),
    ("Imports", ["lint-imports"]),
    ("Templates", ["djlint", "templates", "--check", "--lint", "--quiet"]),
    ("Migrations", ["python", "manage.py", "makemigrations", "--check", "--dry-run"]),
]
FIXES = [
    ["ruff", "check", "--fix", "--quiet", "."],
    ["ruff", "format", "--quiet", "."],
    ["djlint", "templates", "--reformat", "--quiet"],
]


def tool(command: list[str]) -> list[str]:
    """The tool of our own .venv, never one from the PATH."""
    return [str(processes.BIN / command[0]), *command[1:]]


def front_end() -> None:
    """Build it if a source changed; production also wants the files collected under their hashed names."""
    if run_in_front([sys.executable, "-m", "devstack.frontend"], dict(os.environ)):
        raise Stop("The front end could not be built; the reason stands above.")


def test_variables(env: dict[str, str]) -> dict[str, str]:
    """Tests run as the owner, who may make test databases, and know the app's role by name."""
    owner = env.get("DATABASE_OWNER_URL", env["DATABASE_URL"])
    ours = {"DATABASE_URL": owner, "DATABASE_OWNER_URL": owner, "TEST_APP_ROLE": env.get("TEST_APP_ROLE", APP)}
    unset = {"DJANGO_ENV", "PUBLIC_URL", "EMAIL_URL"}
    kept = {name: value for name, value in env.items() if name not in unset}
    # Playwright runs an event loop in the tests' own thread.
    return kept | ours | {"DJANGO_ALLOW_ASYNC_UNSAFE": "1", "DJANGO_SETTINGS_MODULE": "tests.settings"}


def shared_out(wanted: list[str]) -> list[str]:
    """pytest-xdist on every core, unless the person said otherwise or wants few tests: then one process, sooner."""
    says_how, wants_few = ("-n", "--numprocesses", "--pdb"), any(".py" in word for word in wanted)
    if wants_few or any(word.startswith(("-k", *says_how)) for word in wanted):
        return []
    return ["-n", "auto", "--maxprocesses", "4"]


def test(arguments: list[str]) -> int:
    """pytest on a database and a broker of its own, which write nothing they need not."""
    front_end()
    slow = "--slow" in arguments or bool(os.environ.get("CI"))
    wanted = [argument for argument in arguments if argument != "--slow"]
    chosen = shared_out(wanted) + ([] if slow or "-m" in wanted else ["-m", "not slow"])
    with services(State(TESTS), durable=False) as env:
        return run_in_front(tool(["pytest", *chosen, *wanted]), test_variables(env))


def check(_: list[str]) -> int:
    """Every check runs, also after one has failed."""
    failed = []
    with services(State(TESTS), durable=False) as env:
        for name, command in CHECKS:
            with step(name):
                if run_in_front(tool(command), test_variables(env)):
                    failed.append(name)
    say(f"Failed: {', '.join(failed)}." if failed else "All checks pass.")
    return 1 if failed else 0


def fmt(_: list[str]) -> int:
    """Put the code into its one form."""
    return max(run_in_front(tool(command), dict(os.environ)) for command in FIXES)


def lock(_: list[str]) -> int:
    """Write the lock files anew, without the address they were downloaded from."""
    compile_lock = [find_uv(), "pip", "compile", "--quiet", "--universal", "--python-version", "3.12"]
    compile_lock += ["--generate-hashes", "--no-emit-index-url", "--no-header", "--annotation-style", "line"]
    codes = []
    for name, more in {"requirements.txt": [], "requirements-dev.txt": ["--group", "dev"]}.items():
        with step(f"Locking {name}"):
            command = [*compile_lock, "pyproject.toml", *more, "--output-file", name]
            codes.append(run_in_front(command, dict(os.environ)))
    with step("Locking package-lock.json"):
        write_lock(ROOT)
    return max(codes)


def bench(arguments: list[str]) -> int:
    """Measure; devstack.bench starts what it needs."""
    front_end()
    return run_in_front([sys.executable, "-m", "devstack.bench", *arguments], dict(os.environ))


def manage(state: State, arguments: list[str]) -> int:
    """A Django command against the database the environment names, or this state's."""
    with services(state) as env:
        return run_in_front(processes.manage(*arguments), alone(state, env))


def alone(state: State, env: dict[str, str]) -> dict[str, str]:
    """Variables for one process: the demo's for this state's services, and else what the environment says."""
    last = state.folder / "public_url"
    env.setdefault("PUBLIC_URL", last.read_text() if last.exists() else "http://127.0.0.1:8000")
    if "DATABASE_URL" not in os.environ:
        env.setdefault("DJANGO_ENV", "demo")
        env.setdefault("MEDIA_ROOT", str(state.folder / "media"))
    return env


def become(state: State, command: list[str], env: dict[str, str]) -> int:
    """Turn into the process itself, so that signals and kill -9 reach it and not a parent of it."""
    if "DATABASE_URL" not in os.environ:
        if not state.is_held():
            raise Stop("Set DATABASE_URL, or start ./run up first: nothing is running to work with.")
        with joined(state):
            pass
    sys.stdout.flush()
    os.execvpe(command[0], command, env)


def web(state: State, host: str, port: int, workers: int) -> int:
    """The web server alone."""
    env = variables(state)
    env.setdefault("PUBLIC_URL", f"http://127.0.0.1:{port}")
    env = alone(state, env)
    front_end()
    if env.get("DJANGO_ENV", "production") == "production" and is_uncollected(ROOT / "build"):
        with step("Collecting the static files"):
            if run_in_front(processes.manage("collectstatic", "--no-input", "--verbosity", "0"), env):
                raise Stop("The static files could not be collected; the reason stands above.")
    return become(state, processes.web(host, port, workers), env)


def is_uncollected(build: Path) -> bool:
    """The manifest is missing, or older than a file it should name."""
    manifest = build / "collected" / "staticfiles.json"
    sources = [path for folder in (build / "static", ROOT / "static") for path in folder.rglob("*")]
    return not manifest.exists() or any(path.stat().st_mtime > manifest.stat().st_mtime for path in sources)


def worker(state: State, arguments: list[str]) -> int:
    """A worker alone; several may run."""
    return become(state, processes.worker("--hostname", f"worker-{os.getpid()}@%h", *arguments), joinable(state))


def beat(state: State, arguments: list[str]) -> int:
    """The clock alone."""
    return become(state, processes.beat(*arguments), joinable(state))


def joinable(state: State) -> dict[str, str]:
    """The variables of a process beside the others."""
    return alone(state, variables(state))


def reset(state: State, *, is_sure: bool) -> int:
    """Delete a state's data, logs and passwords."""
    if not is_sure:
        answer = input(f"Delete all data of the state {state.name!r}? Write yes: ")
        if answer.strip().lower() != "yes":
            say("Nothing was deleted.")
            return 1
    state.delete()
    say(f"The state {state.name!r} is deleted.")
    return 0
