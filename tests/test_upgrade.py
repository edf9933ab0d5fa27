"""What an upgrade tells PostgreSQL of this database."""

import pytest
from django.db import connections

from collab.management.commands.upgrade import set_costs


@pytest.mark.django_db(databases=["default", "owner"])
def test_new_connections_reckon_with_pages_at_hand():
    is_ours = set_costs(connections["owner"])

    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT setconfig FROM pg_db_role_setting JOIN pg_database ON setdatabase = pg_database.oid"
            " WHERE datname = current_database() AND setrole = 0"
        )
        assert (is_ours, cursor.fetchone()) == (True, (["random_page_cost=1.1"],))
