import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions

import yaml

from devstack import processes
from devstack.install import ROOT

# Joined from pieces, so that this file does not name what it looks for.
HOSTS = [
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("files", "pythonhosted", "org"),
        ("registry", "npmjs", "org"),
        ("npmjs", "com"),
        ("deb", "debian", "org"),
        ("registry", "yarnpkg"),
    )
]
READERS = {"text", "flag", "number", "words", "providers"}
# Read by docker compose, by ./run and by the browser tests, but not through collab.env.
READ_ELSEWHERE = {"POSTGRES_PASSWORD", "OWNER_PASSWORD", "APP_PASSWORD", "CI", "REQUIRE_BROWSER", "PYENV_ROOT"}


def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


def committed_files():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True)
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name]


def names_read_by(path):
    """The literal names handed to collab.env's readers."""
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    return {ast.literal_eval(call.args[0]) for call in calls if reader_of(call) in READERS and is_literal(call)}


def reader_of(call):
    return getattr(call.func, "attr", getattr(call.func, "id", None))


def is_literal(call):
    return bool(call.args) and isinstance(call.args[0], ast.Constant) and str(call.args[0].value).isupper()


def without_folder(command):
    return [command[0].rpartition("/")[2], *command[1:]]


def test_the_example_names_every_variable_and_no_other():
    listed = set(re.findall(r"^#?([A-Z_]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))

    read = names_read_by(ROOT / "collab" / "settings.py") | names_read_by(ROOT / "collab" / "env.py")

    assert "DATABASE_URL" in read
    assert listed == read | READ_ELSEWHERE


def test_every_variable_has_a_comment():
    blocks = (ROOT / ".env.example").read_text().split("\n\n")

    uncommented = [block for block in blocks if "=" in block and not block.lstrip("\n").startswith("# ")]

    assert uncommented == []


def test_compose_runs_the_same_processes_as_run():
    services = compose()["services"]

    assert services["web"]["command"] == without_folder(processes.web("0.0.0.0", 8000, 2))
    assert services["worker"]["command"] == without_folder(processes.worker())
    assert services["beat"]["command"] == without_folder(processes.beat())
    assert services["migrate"]["command"] == ["python", *processes.manage("upgrade")[1:]]


def test_the_image_serves_the_web_by_default():
    words = re.findall(r'"([^"]+)"', (ROOT / "Dockerfile").read_text().partition("CMD")[2])

    assert words == compose()["services"]["web"]["command"]


def test_processes_wait_for_the_upgrade_and_only_that_one_is_the_owner():
    services = compose()["services"]
    app = {name: services[name] for name in ("web", "worker", "beat")}

    waits = [service["depends_on"]["migrate"]["condition"] for service in app.values()]
    owners = [name for name, service in services.items() if "DATABASE_OWNER_URL" in service.get("environment", {})]

    assert waits == ["service_completed_successfully"] * 3
    assert owners == ["migrate"]
    assert all("healthcheck" in services[name] for name in ("web", "postgres", "redis"))


def test_every_service_of_compose_names_a_volume_that_is_declared():
    services, declared = compose()["services"], set(compose()["volumes"])

    used = {volume.partition(":")[0] for service in services.values() for volume in service.get("volumes", [])}

    assert used == declared


def test_the_image_does_not_run_as_root():
    last_stage = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]

    assert re.findall(r"^USER (\S+)$", last_stage, flags=re.MULTILINE) == ["collab"]


def test_no_committed_file_names_a_package_index_or_download_host():
    assert all(is_named_in(f"see https://{host}/x") for host in HOSTS)

    naming = [path.relative_to(ROOT) for path in committed_files() if is_named_in(text_of(path))]

    assert naming == []


def text_of(path):
    return path.read_text(errors="ignore") if path.is_file() else ""


def is_named_in(text):
    return any(host in text for host in HOSTS)


def test_the_locks_pin_every_package_by_hash():
    for name in ("requirements.txt", "requirements-dev.txt"):
        lines = (ROOT / name).read_text().splitlines()
        packages = [index for index, line in enumerate(lines) if re.match(r"[a-z0-9]", line)]

        unpinned = [lines[i] for i in packages if "==" not in lines[i] or "--hash=sha256:" not in lines[i + 1]]

        assert packages != []
        assert unpinned == []


APP = """
import os, sys
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import collab.wsgi, collab.urls, kombu.transport.redis, celery.bin.celery, granian.cli, devstack.supervisor
from collab.celery import app
app.loader.import_default_modules()
print(*{name.partition(".")[0] for name, module in sys.modules.items()
        if "site-packages" in (getattr(module, "__file__", None) or "")})
"""
# Taken where they are there, and done without where not.
OPTIONAL = {"anyio", "greenlet", "pygments", "pyyaml"}


def test_the_app_needs_nothing_that_only_the_tools_bring():
    done = subprocess.run([sys.executable, "-c", APP], cwd=ROOT, capture_output=True, text=True, check=True)
    owners = packages_distributions()

    used = {package.lower().replace("_", "-") for name in done.stdout.split() for package in owners.get(name, [])}

    assert "django" in used
    assert used - OPTIONAL <= locked("requirements.txt")


def locked(name):
    return set(re.findall(r"^([a-z0-9-]+)==", (ROOT / name).read_text(), flags=re.MULTILINE))
