"""Groups that were taken down while our words stood in the place of theirs."""

from importlib import import_module

from django.apps import apps
from django.db import connection
from django.utils import timezone

from collab.reporting import put_back
from tests.factories import make_group, make_takedown

migration = import_module("groups.migrations.0003_taken_down_words")


def test_their_own_words_come_into_the_row_and_can_be_put_back(beatrix):
    down = make_group("Down", purpose=migration.NOT_SHOWN)
    other = make_group("Other", purpose="We mend.")
    takedown = make_takedown(down, kind="group", before={"purpose": "We sing.", "is_public": True})

    with connection.schema_editor() as editor:
        migration.keep_words(apps, editor)

    down.refresh_from_db()
    other.refresh_from_db()
    assert (down.purpose, down.is_taken_down) == ("We sing.", True)
    assert (other.purpose, other.is_taken_down) == ("We mend.", False)
    assert put_back(takedown, by=beatrix, at=timezone.now())
    down.refresh_from_db()
    assert (down.shown_purpose, down.is_public) == ("We sing.", True)
