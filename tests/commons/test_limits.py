from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from commons.models import RateCount, is_used_up, within_limit

NOON = datetime(2026, 11, 18, 12, 0, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def try_once(_n):
    try:
        return within_limit("test", "jim", at_most=10, per=MINUTE, now=NOON)
    finally:
        connection.close()


def count_carelessly(_n):
    """The control: a get and then a set, as a cache would do it."""
    try:
        seen = cache.get("careless", 0)
        cache.set("careless", seen + 1)
        return seen < 10
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_eight_threads_together_get_no_more_than_the_limit():
    with ThreadPoolExecutor(8) as pool:
        allowed = sum(pool.map(try_once, range(80)))

    assert allowed == 10
    assert RateCount.objects.get().count == 80


@pytest.mark.django_db(transaction=True)
def test_counting_with_a_get_and_a_set_would_let_more_through():
    with ThreadPoolExecutor(8) as pool:
        allowed = sum(pool.map(count_carelessly, range(80)))

    assert allowed > 10


def test_a_new_window_begins_anew_and_others_are_not_counted(db):
    for _ in range(10):
        within_limit("test", "jim", at_most=10, per=MINUTE, now=NOON)

    assert not within_limit("test", "jim", at_most=10, per=MINUTE, now=NOON)
    assert within_limit("test", "mo", at_most=10, per=MINUTE, now=NOON)
    assert within_limit("other", "jim", at_most=10, per=MINUTE, now=NOON)
    assert within_limit("test", "jim", at_most=10, per=MINUTE, now=NOON + MINUTE)


def test_asking_whether_it_is_used_up_counts_nothing(db):
    for _ in range(2):
        within_limit("test", "jim", at_most=2, per=MINUTE, now=NOON)

    assert is_used_up("test", "jim", at_most=2, per=MINUTE, now=NOON)
    assert not is_used_up("test", "jim", at_most=3, per=MINUTE, now=NOON)
    assert RateCount.objects.get().count == 2


def test_the_table_holds_no_addresses(db):
    within_limit("test", "jim@westmere.example", at_most=2, per=MINUTE, now=NOON)

    assert "jim" not in RateCount.objects.get().key
