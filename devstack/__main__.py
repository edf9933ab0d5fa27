"""Read the command line of ./run."""

import argparse
import sys

from devstack import commands, supervisor
from devstack.state import State
from devstack.words import Stop, say

USAGE = """./run [command]

  up [--port 8000] [--host 127.0.0.1] [--state main]   everything, with the demo network (the default)
  test [--slow] [pytest's own words]                   all tests, on a database of their own
  check · fmt                                          every check · the code's one form
  manage [--state main] …                              a Django command
  web [--port] [--host] [--workers] · worker · beat    one process alone (docs/running.md)
  reset [--state main] [--yes]                         delete that state's data
  lock · bench                                         write the lock files · measure
"""
PLAIN = {
    "test": commands.test,
    "check": commands.check,
    "fmt": commands.fmt,
    "lock": commands.lock,
    "bench": commands.bench,
}


def parser_of(command: str) -> argparse.ArgumentParser:
    """The options of one command that has a state."""
    parser = argparse.ArgumentParser(prog=f"./run {command}", allow_abbrev=False)
    parser.add_argument("--state", default="main", type=State)
    if command in {"up", "web"}:
        parser.add_argument("--port", default=8000, type=int)
        parser.add_argument("--host", default="127.0.0.1")
    if command == "web":
        parser.add_argument("--workers", default=2, type=int)
    if command == "reset":
        parser.add_argument("--yes", action="store_true")
    return parser


def split_state(arguments: list[str]) -> tuple[State, list[str]]:
    """Our --state NAME may come first; everything after it belongs to the command behind."""
    if arguments[:1] == ["--state"] and len(arguments) > 1:
        return State(arguments[1]), arguments[2:]
    return State("main"), arguments


def with_rest(command: str, arguments: list[str]) -> int:
    """Commands whose further words go to Django or to Celery."""
    state, rest = split_state(arguments)
    return {"manage": commands.manage, "worker": commands.worker, "beat": commands.beat}[command](state, rest)


def dispatch(command: str, arguments: list[str]) -> int:
    """Run the command that was asked for."""
    if command in PLAIN:
        return PLAIN[command](arguments)
    if command in {"manage", "worker", "beat"}:
        return with_rest(command, arguments)
    if command not in {"up", "web", "reset"}:
        print(USAGE, end="")
        return 0 if command in {"help", "-h", "--help"} else 2
    options = parser_of(command).parse_args(arguments)
    if command == "up":
        return supervisor.up(options.state, options.host, options.port)
    if command == "web":
        return commands.web(options.state, options.host, options.port, options.workers)
    return commands.reset(options.state, is_sure=options.yes)


def main(argv: list[str]) -> int:
    """Every expected trouble is one sentence and exit 1."""
    # ./run --port 8100 is ./run up --port 8100.
    is_plain_start = not argv or argv[0] in {"--port", "--host", "--state"} or argv[0].startswith("--port=")
    command, arguments = ("up", argv) if is_plain_start else (argv[0], argv[1:])
    try:
        return dispatch(command, arguments)
    except Stop as stop:
        say(str(stop))
        return 1
    except OSError as error:
        say(f"The system refused: {error}.")
        return 1
    except (KeyboardInterrupt, EOFError):
        return 130


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
