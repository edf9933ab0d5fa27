import psycopg
import pytest

from devstack import postgres
from devstack.services import services, takes_connections
from devstack.state import State
from devstack.words import Stop
from tests.devstack.conftest import run


def connect(state, role, password):
    return psycopg.connect(postgres.url(state, role, state.passwords[password]), autocommit=True)


def test_services_start_on_sockets_and_leave_nothing_behind(state):
    with services(state, durable=False):
        with connect(state, postgres.APP, "app") as connection:
            answer = connection.execute("SELECT current_user, inet_server_addr()").fetchone()
        broker = takes_connections(state.sockets / "valkey.sock")

    assert (answer, broker) == (("collab_app", None), True)
    assert not state.sockets.exists()


def test_data_and_passwords_are_closed_to_other_users(state):
    with services(state, durable=False):
        modes = [path.stat().st_mode & 0o777 for path in (state.sockets, state.data / "data", state.logs)]
        passwords = (state.folder / "passwords.json").stat().st_mode & 0o777

    assert modes == [0o700, 0o700, 0o700]
    assert passwords == 0o600


def test_the_database_says_that_a_row_was_refused_and_not_which(state):
    with services(state, durable=False), connect(state, postgres.OWNER, "owner") as connection:
        connection.execute("CREATE TEMPORARY TABLE words (said text UNIQUE)")
        with pytest.raises(psycopg.errors.UniqueViolation, match="zqcanary"):
            connection.execute("INSERT INTO words VALUES (%s), (%s)", ["zqcanary"] * 2)
        log = (state.logs / "PostgreSQL.log").read_text()

    assert "duplicate key value violates unique constraint" in log
    assert "zqcanary" not in log


def test_a_wrong_password_does_not_get_in(state):
    with services(state, durable=False), pytest.raises(psycopg.OperationalError, match="password authentication"):
        psycopg.connect(postgres.url(state, postgres.APP, "wrong"))


def test_the_data_is_there_at_the_next_start(state):
    with services(state), connect(state, postgres.OWNER, "owner") as connection:
        connection.execute("CREATE TABLE kept AS SELECT 1 AS one")

    with services(state), connect(state, postgres.OWNER, "owner") as connection:
        assert connection.execute("SELECT one FROM kept").fetchone() == (1,)


def test_the_app_may_add_to_the_audit_log_and_change_nothing_in_it(state):
    with services(state, durable=False):
        done = run("manage", "--state", state.name, "upgrade")
        with connect(state, postgres.APP, "app") as connection:
            rights = [allowed(connection, right) for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")]
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("DELETE FROM commons_auditentry")
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute("CREATE TABLE mine (id int)")
            # The control: an ordinary table takes all of it.
            connection.execute("DELETE FROM django_session")

    assert done.returncode == 0, done.stderr
    assert rights == [True, True, False, False, False]


def allowed(connection, right):
    row = connection.execute("SELECT has_table_privilege('commons_auditentry', %s)", [right]).fetchone()
    return row[0]


def test_a_state_cannot_be_named_out_of_its_folder():
    with pytest.raises(Stop, match="letters, digits"):
        State("../main")
