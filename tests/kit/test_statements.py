"""A statement is written once, and read each time."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from collab.kit.statements import Statement
from members.models import Contact
from tests.factories import make_member

TOGETHER = 8


def by_name():
    return Statement(
        lambda name: Contact.objects.select_related("sector", "organisation__sector").filter(name=name).order_by("pk")
    )


@pytest.mark.django_db(transaction=True)
def test_eight_threads_that_come_first_all_read_the_row():
    make_member(name="Jo Bell")
    statement, start = by_name(), Barrier(TOGETHER)

    def read():
        start.wait()
        try:
            return [row.name for row in statement.rows("Jo Bell")]
        finally:
            connection.close()

    with ThreadPoolExecutor(TOGETHER) as pool:
        answers = [future.result() for future in [pool.submit(read) for _ in range(TOGETHER)]]

    assert answers == [["Jo Bell"]] * TOGETHER


def test_what_changed_since_is_seen_and_other_values_find_other_rows(db):
    member, statement = make_member(name="Jo Bell"), by_name()
    assert [row.pk for row in statement.rows("Jo Bell")] == [member.contact.pk]

    Contact.objects.filter(pk=member.contact.pk).update(name="Jo Hart")

    assert statement.rows("Jo Bell") == []
    assert [row.pk for row in statement.rows("Jo Hart")] == [member.contact.pk]
