"""A member asks how it was done, and the teller answers without an account."""

import pytest
from django.utils import timezone

from outbox.models import OutgoingEmail
from stories.actions import agree
from stories.models import Story, StoryQuestion
from tests.factories import make_contact, make_member, make_story
from tests.stories.test_check import link_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def soup():
    return make_story("Soup", teller=make_contact("Ruth", email="ruth@clinic.example"), takes_questions=True)


def test_a_question_and_its_answer_go_both_ways_and_neither_learns_an_address(client, sign_in, reader, denise, soup):
    sign_in(denise)
    page = client.get("/stories/soup/").content.decode()

    client.post("/stories/soup/ask/", {"words": "Who had the key?"})
    asked = OutgoingEmail.objects.get(purpose="stories.question", to="ruth@clinic.example")
    teller, address = reader(), link_in(asked)
    opened = teller.get(address).content.decode()
    for _press in range(2):
        teller.post(address, {"words": "The caretaker."})

    answer = OutgoingEmail.objects.get(purpose="stories.answer")
    assert "Ask how they did it" in page
    assert "Who had the key?" in asked.text
    assert "Denise Applegarth" in asked.text
    assert denise.email not in asked.text + asked.html + opened
    assert (answer.to, "The caretaker." in answer.text) == (denise.email, True)
    assert "ruth@clinic.example" not in answer.text + answer.html


def test_nobody_is_asked_who_did_not_agree_to_it(client, sign_in, denise):
    make_story("Bread")
    sign_in(denise)

    assert "Ask how they did it" not in client.get("/stories/bread/").content.decode()
    assert client.post("/stories/bread/ask/", {"words": "How?"}).status_code == 404


def test_the_same_words_are_sent_once_and_a_sixth_question_waits_and_is_kept(client, sign_in, denise, soup):
    sign_in(denise)
    for _press in range(2):
        client.post("/stories/soup/ask/", {"words": "How?"})
    for number in range(4):
        client.post("/stories/soup/ask/", {"words": f"And how {number}?"})

    page = client.post("/stories/soup/ask/", {"words": "Once more?"}).content.decode()

    assert StoryQuestion.objects.count() == 5
    assert "You have asked five times today" in page
    assert "Once more?" in page


def test_a_visitor_signs_in_first_and_then_asks(client, soup):
    answer = client.get("/stories/soup/ask/")

    assert answer.status_code == 302
    assert "next=/stories/soup/ask/" in answer["Location"]


def test_the_page_about_agreement_asks_for_it(client, sign_in, amara):
    story = make_story("Told", teller=amara, state="draft")
    sign_in(amara)
    page = client.get(f"/stories/{story.uuid}/consent/").content.decode()

    agree(
        story,
        by=amara,
        at=timezone.now(),
        uses=["web"],
        naming="name-role-organisation",
        shown_as="",
        takes_questions=True,
    )

    assert "Members may ask me how we did it" in page
    assert Story.objects.get(pk=story.pk).takes_questions


def test_what_is_not_published_takes_no_question(client, sign_in, soup):
    sign_in(make_member())
    Story.objects.filter(pk=soup.pk).update(state="hidden")

    assert client.post("/stories/soup/ask/", {"words": "How?"}).status_code == 404
