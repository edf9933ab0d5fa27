"""A statement is written once, and read each time."""

import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import datetime, timedelta
from threading import Barrier, BrokenBarrierError

import pytest
from django.db import connection

from collab.kit.statements import Statement, one_of
from members.models import Contact
from tests.factories import make_member

TOGETHER, READS = 8, 300


def by_name():
    return Statement(
        lambda name: Contact.objects.select_related("sector", "organisation__sector").filter(name=name).order_by("pk"),
        str,
    )


@pytest.fixture
def _threads_take_turns_often():
    """After each few steps another thread goes on, so that what they share is shared in the middle of its use."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def all_at_once(read, names):
    """What each thread read; they start together, and each has a connection of its own."""
    start = Barrier(len(names))

    def run(name):
        start.wait()
        try:
            return read(name)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(names)) as pool:
        return list(pool.map(run, names))


@pytest.mark.django_db(transaction=True)
def test_of_threads_that_come_first_one_writes_the_statement_and_all_read_the_row():
    make_member(name="Jo Bell")
    written, company = [], Barrier(2)

    def build(name):
        written.append(name)
        # Waits for a second writer, who must not come.
        with suppress(BrokenBarrierError):
            company.wait(timeout=0.3)
        return Contact.objects.filter(name=name)

    statement = Statement(build, str)
    answers = all_at_once(lambda name: [row.name for row in statement.rows(name)], ["Jo Bell"] * TOGETHER)

    assert answers == [["Jo Bell"]] * TOGETHER
    assert len(written) == 1


@pytest.mark.usefixtures("_threads_take_turns_often")
@pytest.mark.django_db(transaction=True)
def test_threads_that_read_at_once_each_get_the_rows_they_asked_for():
    names = [f"Jo Bell {n}" for n in range(TOGETHER)]
    for name in names:
        make_member(name=name)
    statement = by_name()

    answers = all_at_once(lambda name: {row.name for _ in range(READS) for row in statement.rows(name)}, names)

    assert answers == [{name} for name in names]


def test_what_changed_since_is_seen_and_other_values_find_other_rows(db):
    member, statement = make_member(name="Jo Bell"), by_name()
    assert [row.pk for row in statement.rows("Jo Bell")] == [member.contact.pk]

    Contact.objects.filter(pk=member.contact.pk).update(name="Jo Hart")

    assert statement.rows("Jo Bell") == []
    assert [row.pk for row in statement.rows("Jo Hart")] == [member.contact.pk]


def test_values_of_two_kinds_and_plain_columns_instead_of_objects(db):
    bell, hart = make_member(name="Jo Bell").contact, make_member(name="Jo Hart").contact
    others = Statement(
        lambda name, pk: (
            Contact.objects.filter(name__gte=name).exclude(pk=pk).order_by("name").values_list("name", "pk")
        ),
        str,
        int,
    )

    assert others.rows("Jo", bell.pk) == [("Jo Hart", hart.pk)]
    assert others.rows("Jo", hart.pk) == [("Jo Bell", bell.pk)]
    assert others.rows("Jo C", bell.pk) == [("Jo Hart", hart.pk)]


def test_many_numbers_are_one_value(db):
    bell, hart, nash = (make_member(name=f"Jo {name}").contact for name in ("Bell", "Hart", "Nash"))
    some = Statement(lambda numbers: Contact.objects.filter(one_of("pk", numbers)).order_by("pk"), list)

    assert some.rows([bell.pk, nash.pk]) == [bell, nash]
    assert some.rows([hart.pk]) == [hart]
    assert some.rows([]) == []


def test_a_value_that_the_statement_would_leave_out_is_refused(db):
    pattern = Statement(lambda name: Contact.objects.filter(name__startswith=name), str)

    with pytest.raises(ValueError, match="value 0 nowhere"):
        pattern.rows("Jo")


def test_moments_are_values_too(db):
    bell = make_member(name="Jo Bell").contact
    since = Statement(lambda moment: Contact.objects.filter(made_at__gte=moment), datetime)

    assert since.rows(bell.made_at) == [bell]
    assert since.rows(bell.made_at + timedelta(microseconds=1)) == []
