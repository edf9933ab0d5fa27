"""The page behind "still coming?": looking answers nothing, and the two buttons do."""

from datetime import timedelta

import pytest
from django.utils import timezone

from events.actions import sign_up, write_due_reminders
from events.models import ANSWER_LINK, Event, Reminder, SignUp
from tests.events.people import emails, guest, sign_ups
from tests.factories import make_event

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    """Somebody with the only place, asked a week before; somebody else waits."""
    event = make_event(in_days=6, capacity=1)
    sign_ups(event, 2)
    SignUp.objects.update(
        signed_up_at=timezone.now() - timedelta(days=20), changed_at=timezone.now() - timedelta(days=20)
    )
    write_due_reminders(timezone.now())
    return Reminder.objects.select_related("signup").get(kind="week")


def words(response):
    return " ".join(response.content.decode().split())


def test_looking_answers_nothing_however_the_link_ends(client, asked):
    for say in ("", "?say=yes", "?say=no", "?say=nonsense"):
        page = client.get(asked.get_absolute_url() + say)
        assert "Are you still coming?" in words(page)

    asked.refresh_from_db()
    assert (asked.said, asked.signup.state) == ("", "confirmed")


def test_yes_keeps_the_place_and_says_thank_you(client, asked):
    answer = client.post(asked.get_absolute_url(), {"say": "yes"}, follow=True)

    asked.refresh_from_db()
    assert (asked.said, asked.signup.state) == ("yes", "confirmed")
    assert asked.said_at is not None
    assert "Thank you. See you there" in words(answer)


def test_no_longer_gives_the_place_to_the_next_in_line(client, asked):
    answers = [client.post(asked.get_absolute_url(), {"say": "no"}, follow=True) for _ in range(3)]

    states = dict(SignUp.objects.values_list("contact__name", "state"))
    assert states["Guest 1"] == "cancelled"
    assert states["Guest 2"] in {"confirmed", "offered"}
    assert emails("events.given-back") == ["guest1@people.example"]
    assert {"You gave back your place" in words(answer) for answer in answers} == {True}


def test_a_yes_can_be_corrected(client, asked):
    client.post(asked.get_absolute_url(), {"say": "yes"})
    again = client.get(asked.get_absolute_url() + "?say=no")
    client.post(asked.get_absolute_url(), {"say": "no"})

    asked.refresh_from_db()
    assert "Are you still coming?" in words(again)
    assert (asked.said, SignUp.objects.get(pk=asked.signup_id).state) == ("no", "cancelled")


@pytest.mark.parametrize("say", ["", "maybe", "\0", "yes' or 1=1"])
def test_nonsense_is_no_answer(client, asked, say):
    answer = client.post(asked.get_absolute_url(), {"say": say})

    asked.refresh_from_db()
    assert (answer.status_code, asked.said) == (302, "")


def test_once_it_has_begun_nothing_is_answered(client, asked):
    begun = timezone.now() - timedelta(minutes=5)
    Event.objects.update(starts_at=begun, ends_at=begun + timedelta(hours=1))

    answer = client.post(asked.get_absolute_url(), {"say": "no"}, follow=True)

    assert SignUp.objects.get(pk=asked.signup_id).state == "confirmed"
    assert "This has happened" in words(answer)


def test_a_link_of_another_purpose_or_a_changed_one_opens_nothing(client, asked):
    token = asked.get_absolute_url().split("/")[-2]
    others = [ANSWER_LINK.token(asked.uuid), token[:-1] + ("A" if token[-1] != "A" else "B"), "nonsense"]

    answers = [client.get(f"/events/still/{other}/") for other in others]

    assert [answer.status_code for answer in answers] == [404] * 3
    assert {"This link has run out" in words(answer) for answer in answers} == {True}


def test_long_after_the_date_the_link_says_so_kindly(client, asked):
    long_ago = timezone.now() - timedelta(days=70)
    Event.objects.update(starts_at=long_ago, ends_at=long_ago + timedelta(hours=1))

    answer = client.get(asked.get_absolute_url())

    assert answer.status_code == 410
    assert "Collaboration Station" not in words(answer)


def test_nobody_is_signed_in_by_it(client, asked):
    client.get(asked.get_absolute_url())

    assert client.get("/me/").status_code == 302


def test_somebody_who_came_back_is_not_asked_by_the_old_link_to_ask_again(client, asked):
    client.post(asked.get_absolute_url(), {"say": "no"})
    Event.objects.update(capacity=5)
    sign_up(Event.objects.get(), guest(1), at=timezone.now())

    assert "Are you still coming?" in words(client.get(asked.get_absolute_url()))
