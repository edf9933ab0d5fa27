"""Bring the database to this release: tables as the owner, then what the app's own role may do with them."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from psycopg import sql

from commons.models import APPEND_ONLY_TABLES

# Any fixed number: two upgrades at once wait for each other on it.
LOCK = 7_031_405
GRANTS = [
    "GRANT USAGE ON SCHEMA public TO {app}",
    "GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {app}",
    "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {app}",
    "ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT USAGE, SELECT ON SEQUENCES TO {app}",
]
APPEND_ONLY = "REVOKE UPDATE, DELETE, TRUNCATE ON TABLE {table} FROM {app}"


def grant(connection: BaseDatabaseWrapper, app: str) -> None:
    """The app reads and writes rows, and only ever adds to the tables that are its memory."""
    with connection.cursor() as cursor:
        for statement in GRANTS:
            cursor.execute(sql.SQL(statement).format(app=sql.Identifier(app)))
        for table in APPEND_ONLY_TABLES:
            names = {"app": sql.Identifier(app), "table": sql.Identifier(table)}
            cursor.execute(sql.SQL(APPEND_ONLY).format(**names))


# A row anywhere costs about what the next one costs: our pages are in memory, or on disks without arms. With
# PostgreSQL's own 4 it reads a whole table rather than an index: three common words took 88 ms, and take 19.
COSTS = "ALTER DATABASE {database} SET random_page_cost = 1.1"


def set_costs(connection: BaseDatabaseWrapper) -> bool:
    """What PostgreSQL reckons with in this database, from the next connection on; left alone where it is not ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_has_role(datdba, 'USAGE'), datname FROM pg_database WHERE datname = current_database()"
        )
        is_ours, name = cursor.fetchone() or (False, "")
        if is_ours:
            cursor.execute(sql.SQL(COSTS).format(database=sql.Identifier(name)))
    return is_ours


class Command(BaseCommand):
    help = "Migrate the database as its owner and set the rights of the app's role. Safe to run twice."

    def handle(self, *args: Any, **options: Any) -> None:
        connection = connections["owner"]
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        try:
            self.upgrade(connection, verbosity=options["verbosity"])
        finally:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])

    def upgrade(self, connection: BaseDatabaseWrapper, *, verbosity: int) -> None:
        call_command("migrate", database="owner", interactive=False, verbosity=verbosity)
        call_command("createcachetable", database="owner", verbosity=verbosity)
        if not set_costs(connection):
            self.stdout.write("The owner of the tables does not own the database, so its costs were left alone.")
        app = str(settings.DATABASES["default"]["USER"])
        if app == settings.DATABASES["owner"]["USER"]:
            self.stdout.write("The app's role is the database's owner, so no rights were set.")
            return
        grant(connection, app)
        self.stdout.write(f"The rights of {app} are set.")
