"""A kept connection that the server has closed is noticed before the next request, without asking it each time."""

from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.db import connection as django_connection
from django.db.backends.postgresql.base import DatabaseWrapper as Usual

# The types know nothing of Django's looks at a connection.
connection: Any = django_connection
pytestmark = pytest.mark.django_db(transaction=True)


def whoever_is_connected():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return cursor.fetchone()[0]


def another():
    """A connection beside Django's."""
    wanted = ("dbname", "user", "password", "host", "port")
    given = connection.get_connection_params()
    return psycopg.connect(**{name: given[name] for name in wanted if given.get(name)}, autocommit=True)


def close_from_the_server(pid):
    """As a restart of PostgreSQL does, and waits until it is done."""
    with another() as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [pid]).fetchone() == (True,)


@pytest.fixture
def _next_request():
    """What Django sets as a request begins."""
    connection.ensure_connection()
    connection.health_check_enabled = True
    yield
    connection.health_check_enabled, connection.health_check_done = False, True


@pytest.mark.usefixtures("_next_request")
def test_the_request_after_a_restart_has_a_new_connection():
    before = whoever_is_connected()
    close_from_the_server(before)
    connection.health_check_done = False

    assert whoever_is_connected() != before


@pytest.mark.usefixtures("_next_request")
def test_without_the_look_it_would_have_failed():
    close_from_the_server(whoever_is_connected())
    connection.health_check_done = True

    with pytest.raises(OperationalError):
        whoever_is_connected()
    connection.close()


@pytest.mark.usefixtures("_next_request")
def test_nothing_is_asked_of_a_connection_that_is_well(monkeypatch):
    asked, usual = [], Usual.is_usable

    def noted(self):
        asked.append(self.alias)
        return usual(self)

    monkeypatch.setattr(Usual, "is_usable", noted)
    before = whoever_is_connected()
    connection.health_check_done = False

    assert (whoever_is_connected(), asked) == (before, [])


@pytest.mark.usefixtures("_next_request")
def test_what_the_server_said_in_between_is_looked_into_and_the_connection_stays():
    before = whoever_is_connected()
    with connection.cursor() as cursor:
        cursor.execute("LISTEN news")
    with another() as other:
        other.execute("NOTIFY news")
    connection.health_check_done = False

    assert whoever_is_connected() == before
