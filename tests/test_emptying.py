"""What a test with real transactions leaves is gone before the next one, however much it was."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection

from members.models import Contact
from tests.emptying import KEPT, MANY, empty_database
from tests.factories import make_member, make_pledge, make_story, sector


def filled():
    tables = connection.introspection.table_names()
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(f"SELECT '{table}' WHERE EXISTS (SELECT FROM {table})" for table in tables))
        return {table for (table,) in cursor.fetchall()}


@pytest.mark.parametrize("more", [0, MANY])
def test_rows_go_and_what_migrate_writes_stays(transactional_db, more):
    make_story(teller=make_member()), make_pledge(by=make_member("Denise Applegarth"))
    cache.set("kettle", "on")
    Contact.objects.bulk_create(Contact(name=f"P{n}", sector=sector()) for n in range(more))
    before = filled()

    empty_database()

    assert before > {"members_contact", "pledges_pledge", "stories_story", "cache", *KEPT}
    assert filled() == {"django_migrations", *KEPT}
    assert ContentType.objects.get_for_model(Contact).pk
