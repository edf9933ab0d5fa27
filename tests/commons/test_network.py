from datetime import UTC, datetime

import pytest
from django.db import IntegrityError

from commons.models import Heartbeat, NetworkSettings


def test_the_settings_are_read_once_and_then_from_a_copy(db, django_assert_num_queries):
    NetworkSettings.objects.create(pk=1, name_light="Westmere", name_bold="Together")

    with django_assert_num_queries(1):
        names = {NetworkSettings.current().name for _ in range(5)}

    assert names == {"Westmere Together"}


def test_the_copy_is_at_most_ten_seconds_old(db, monkeypatch):
    row = NetworkSettings.objects.create(pk=1, phone="01632 960 045")
    clock = [1000.0]
    monkeypatch.setattr("commons.models.network.monotonic", lambda: clock[0])
    NetworkSettings.current()
    row.phone = "01632 960 046"
    row.save()

    clock[0] += 9
    soon = NetworkSettings.current().phone
    clock[0] += 2
    later = NetworkSettings.current().phone

    assert (soon, later) == ("01632 960 045", "01632 960 046")


def test_a_network_without_settings_still_has_a_name(db):
    assert NetworkSettings.current().name == "Our Network"


def test_there_is_only_one_row_of_settings(db):
    with pytest.raises(IntegrityError, match="one_row_of_network_settings"):
        NetworkSettings.objects.create(pk=2)


def test_a_job_that_ran_twice_has_one_heartbeat(db):
    first, second = datetime(2026, 11, 18, 12, tzinfo=UTC), datetime(2026, 11, 18, 13, tzinfo=UTC)
    Heartbeat.objects.beat("outbox.deliver", at=first)
    Heartbeat.objects.beat("outbox.deliver", at=second)

    assert Heartbeat.objects.get().at == second
