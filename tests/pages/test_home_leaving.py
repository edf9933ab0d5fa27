"""What Home says to somebody who asked to be deleted."""

import pytest
from django.utils import timezone

from collab.pages.needs import day_words, moment
from collab.privacy.requests import ask_to_leave, stop_leaving
from tests.factories import make_pledge

pytestmark = pytest.mark.django_db


def words_of(client):
    return " ".join(client.get("/").content.decode().split())


def test_home_says_first_that_they_are_leaving_and_how_to_stop(client, amara, denise):
    today = timezone.localdate()
    make_pledge("ring the repairs team", by=amara, by_on=today, partner=denise.contact)
    leaving = ask_to_leave(amara.contact, at=timezone.now())
    client.force_login(amara)

    page = client.get("/")
    words = " ".join(page.content.decode().split())

    assert [need.part for need in page.context["needs"]] == ["leaving", "pledge"]
    assert f"On {day_words(today)} you asked us to delete your details" in words
    assert moment(leaving.due_at) in words
    assert 'action="/me/leave/stop/"' in words


def test_nobody_else_reads_it(client, amara, denise):
    ask_to_leave(amara.contact, at=timezone.now())
    client.force_login(denise)

    assert "You asked us to delete" not in words_of(client)


def test_whoever_stays_reads_nothing_of_it(client, amara):
    stop_leaving(ask_to_leave(amara.contact, at=timezone.now()), at=timezone.now())
    client.force_login(amara)

    assert "You asked us to delete" not in words_of(client)
