"""One embedded PostgreSQL: begun once, started on a socket, with an owner's role and the app's role."""

import os
import shutil
import signal
import subprocess
from pathlib import Path

import psycopg
from psycopg import sql

from devstack.children import Child, start, wait_until
from devstack.owner import SERVICE_USER, give, own_folder, postgres_programs
from devstack.state import State
from devstack.words import Stop, step

DATABASE, OWNER, APP = "collab", "collab_owner", "collab_app"
ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C", "TZ": "UTC"}
# Neither the system's locale nor ICU's: the same order of words on every machine and in production.
# An error's detail and its statement hold the row that was refused: what people typed has no place in a log.
QUIET = ["log_error_verbosity=terse", "log_min_error_statement=panic", "log_parameter_max_length_on_error=0"]
LOCALE = ["--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
HASTY = ["fsync=off", "synchronous_commit=off", "full_page_writes=off"]


def url(state: State, role: str, password: str) -> str:
    """An address on the state's socket, as psycopg and Django read it."""
    return f"postgresql://{role}:{password}@/{DATABASE}?host={state.sockets}"


def start_postgres(state: State, *, durable: bool) -> Child:
    """Start the database and its roles; make its files on the first start."""
    data = state.data / "data"
    if not data.exists():
        with step("Making the database's files"):
            make_files(state, durable=durable)
    check_version(data)
    settings = ["listen_addresses=", f"unix_socket_directories={state.sockets}", "unix_socket_permissions=0700"]
    settings += ["max_connections=120", "timezone=UTC", "log_timezone=UTC"] + QUIET + ([] if durable else HASTY)
    child = start(
        "PostgreSQL",
        [str(postgres_programs() / "postgres"), "-D", str(data), *(f"--{setting}" for setting in settings)],
        logs=state.logs,
        env=ENVIRONMENT,
        user=SERVICE_USER,
        # SIGINT is PostgreSQL's fast stop: it ends sessions and writes everything down.
        stop_with=signal.SIGINT,
        death=signal.SIGINT,
    )
    wait_until(lambda: answers(state), child)
    make_roles(state)
    return child


def make_files(state: State, *, durable: bool) -> None:
    """Run initdb beside the final name, so that a killed first start leaves nothing half made."""
    shutil.rmtree(state.data, ignore_errors=True)
    own_folder(state.data)
    password, data = state.data / "password", state.data / "new"
    password.write_text(state.passwords["superuser"])
    password.chmod(0o600)
    give(password)
    command = [str(postgres_programs() / "initdb"), "-D", str(data), "--username=postgres", *LOCALE]
    command += ["--auth=scram-sha-256", f"--pwfile={password}"] + ([] if durable else ["--no-sync"])
    made = run_as_service(command)
    password.unlink()
    if made.returncode:
        raise Stop(f"PostgreSQL could not make its files.\n{made.stderr.strip()}")
    data.rename(state.data / "data")


def run_as_service(command: list[str]) -> "subprocess.CompletedProcess[str]":
    """One of PostgreSQL's programs, as the user that may run it, from a folder that this user may enter."""
    return subprocess.run(
        command, capture_output=True, text=True, cwd="/", env=ENVIRONMENT, check=False, **SERVICE_USER
    )


def check_version(data: Path) -> None:
    """Files of another major version cannot be read; say so before PostgreSQL does."""
    theirs = (data / "PG_VERSION").read_text().strip()
    answer = run_as_service([str(postgres_programs() / "postgres"), "--version"])
    ours = answer.stdout.split()[-1].split(".")[0]
    if ours != theirs:
        raise Stop(f"This state was made by PostgreSQL {theirs} and this is {ours}: ./run reset makes a new one.")


def connect(state: State, database: str = "postgres") -> "psycopg.Connection[tuple[object, ...]]":
    """As the superuser, to make the roles and the database."""
    return psycopg.connect(
        host=str(state.sockets),
        dbname=database,
        user="postgres",
        password=state.passwords["superuser"],
        autocommit=True,
    )


def answers(state: State) -> bool:
    """Whether the database takes connections yet."""
    try:
        connect(state).close()
    except psycopg.OperationalError as error:
        if "password authentication failed" in str(error):
            raise Stop(f"The passwords of the state {state.name!r} are lost: ./run reset makes a new one.") from error
        return False
    return True


def make_roles(state: State) -> None:
    """The owner may make test databases; the app's role owns nothing."""
    with connect(state) as connection:
        if connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone():
            return
        for role, rights, password in [(OWNER, "CREATEDB", "owner"), (APP, "NOCREATEDB", "app")]:
            connection.execute(sql.SQL("DROP ROLE IF EXISTS {}").format(sql.Identifier(role)))
            statement = f"CREATE ROLE {role} LOGIN {rights} PASSWORD {{}}"
            connection.execute(sql.SQL(statement).format(sql.Literal(state.passwords[password])))
        # So that a test which is the owner may become the app's role and see what that one is refused.
        connection.execute(f"GRANT {APP} TO {OWNER}")
        connection.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
