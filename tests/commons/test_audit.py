import os
from uuid import uuid4

import pytest
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from collab.management.commands.upgrade import grant
from commons.models import AuditEntry, audit

CHANGES = [
    "UPDATE commons_auditentry SET action = 'nothing.happened'",
    "DELETE FROM commons_auditentry",
    "TRUNCATE commons_auditentry",
]


@pytest.fixture
def app_role(db):
    """The app's own role, which `./run test` made: it owns nothing, and has the rights that `upgrade` gives."""
    name = os.environ["TEST_APP_ROLE"]
    grant(connection, name)
    return name


def run_as(role, statement):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {role}")
        cursor.execute(statement)


def test_the_app_adds_to_the_log_and_reads_it(app_role):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL ROLE {app_role}")
        audit("stories.publish", by=uuid4(), kind="story", target=uuid4(), version=2)

    assert AuditEntry.objects.get().facts == {"version": 2}


@pytest.mark.parametrize("change", CHANGES)
def test_the_app_can_never_change_the_log(app_role, change):
    audit("stories.publish", by=uuid4(), kind="story", target=uuid4())

    with pytest.raises(ProgrammingError, match="permission denied for table commons_auditentry"):
        run_as(app_role, change)

    assert AuditEntry.objects.get().action == "stories.publish"


def test_the_owner_could_so_it_is_the_rights_that_hold(app_role):
    audit("stories.publish", by=uuid4(), kind="story", target=uuid4())

    with connection.cursor() as cursor:
        cursor.execute(CHANGES[0])

    assert AuditEntry.objects.get().action == "nothing.happened"


def test_the_app_may_change_other_tables(app_role):
    run_as(app_role, "DELETE FROM commons_goword")


def test_a_log_row_goes_with_the_transaction_it_is_about(db):
    with transaction.atomic():
        audit("stories.publish", by=None, kind="story", target=uuid4())
        written = AuditEntry.objects.count()
        transaction.set_rollback(True)

    assert written == 1
    assert not AuditEntry.objects.exists()
