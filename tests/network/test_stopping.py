"""Fewer emails about introductions."""

import pytest
from django.test import Client
from django.utils import timezone

from network.actions.introducing import answer, ask_to_meet
from network.actions.tying import offer_to_be_asked
from network.emails import STOP
from network.models import AskingEmailsStopped
from outbox.models import OutgoingEmail, State
from pledges.emails import STOP as PLEDGES_STOP
from tests.network.people import introduced, text


@pytest.fixture
def ask(amara, denise):
    """Amara asks Denise, who has offered to be asked."""
    offer_to_be_asked(denise, offers=True, at=timezone.now())

    def ask():
        return ask_to_meet(
            by=amara, whom=denise, through=None, context="Your phone tree.", reach="Ring 1", at=timezone.now()
        )

    return ask


def stop_url(member):
    return f"/introductions/emails/{STOP.token(member.uuid)}/"


def waiting(purpose, to):
    rows = OutgoingEmail.objects.filter(purpose=f"network.introduction-{purpose}", to=to.email)
    return [(row.state, bool(row.unsubscribe_url)) for row in rows]


def test_an_email_that_asks_says_how_to_stop_them_to_people_and_to_mail_programs(client, denise, ask):
    ask()

    message = OutgoingEmail.objects.get(purpose="network.introduction-asked").message()
    address = message.extra_headers["List-Unsubscribe"].strip("<>")
    page = text(client.get(address.removeprefix("http://testserver")))

    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert f"Stop these emails: {address}" in message.body
    assert address in str(message.alternatives[0][0])
    assert "Stop them" in page
    assert not AskingEmailsStopped.objects.exists()


def test_a_mail_program_stops_them_with_one_press_and_no_cookie(denise, ask):
    ask()
    client = Client(enforce_csrf_checks=True)

    pages = [client.post(stop_url(denise), {"List-Unsubscribe": "One-Click"}) for _ in range(2)]

    assert [page.status_code for page in pages] == [200, 200]
    assert waiting("asked", denise) == [(State.CANCELLED, True)]
    assert AskingEmailsStopped.objects.get().member == denise
    assert not client.cookies.get("sessionid")


def test_who_stopped_them_is_asked_on_the_page_and_hears_what_became_of_it(client, amara, denise, ask):
    client.post(stop_url(denise))
    row = ask()
    client.force_login(denise)
    page = text(client.get(row.get_absolute_url()))

    answer(row, "other", says="yes", reach="Ring 2", at=timezone.now())

    assert waiting("asked", denise) == []
    assert "Your phone tree." in page
    assert waiting("made", denise) == [(State.DUE, False)]


def test_whoever_brings_two_together_can_stop_the_thanks_and_the_questions(client, amara, denise, kwame):
    introduced(amara, kwame)
    introduced(kwame, denise)
    client.post(stop_url(kwame))
    asked = {"whom": denise, "through": kwame, "context": "Tea.", "reach": "Ring 1", "at": timezone.now()}

    row = ask_to_meet(by=amara, **asked)
    answer(row, "through", says="yes", at=timezone.now())
    to_denise = waiting("asked", denise)
    answer(row, "other", says="yes", reach="Ring 2", at=timezone.now())

    row.refresh_from_db()
    assert row.state == "made"
    assert [waiting(purpose, kwame) for purpose in ("go-between", "made-thanks")] == [[], []]
    assert to_denise == [(State.DUE, True)]


def test_they_can_be_started_again_but_not_by_a_mail_program(client, denise, ask):
    client.post(stop_url(denise))
    start = stop_url(denise).replace("emails", "start")
    forged = Client(enforce_csrf_checks=True).post(start).status_code
    page = text(client.get(stop_url(denise)))

    client.post(start)
    ask()

    assert forged == 403
    assert "They are stopped." in page
    assert waiting("asked", denise) == [(State.DUE, True)]


def test_a_link_of_another_purpose_or_of_somebody_suspended_stops_nothing(client, amara, denise):
    type(denise).objects.filter(pk=denise.pk).update(is_active=False)
    tokens = [PLEDGES_STOP.token(amara.uuid), STOP.token(denise.uuid), "forged:a:b"]

    answers = [client.post(f"/introductions/{what}/{token}/") for token in tokens for what in ("emails", "start")]

    assert {answer.status_code for answer in answers} == {404}
    assert not AskingEmailsStopped.objects.exists()


def test_the_list_of_introductions_leads_there(client, denise):
    client.force_login(denise)

    page = client.get("/people/introductions/").content.decode()

    assert "/introductions/emails/" in page
    assert "Stop the emails about this" in page
