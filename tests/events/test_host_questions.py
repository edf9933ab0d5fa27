"""A host's own questions: on the form, kept when something else is wrong, read by hosts only."""

import pytest
from django.utils import timezone

from collab.privacy.erasing import erase
from events.models import Answer, Question, SignUp
from tests.factories import make_event


@pytest.fixture
def event(kwame):
    row = make_event()
    row.series.hosts.add(kwame)
    return row


@pytest.fixture
def host(kwame, sign_in):
    return sign_in(kwame)


def of(event, rest):
    return f"/host/{event.series.slug}/{event.day}/{rest}"


def ask(event, words="What do you bring?", kind="short", **fields):
    return event.series.questions.create(words=words, kind=kind, **fields)


def join(client, event, **fields):
    form = {"name": "Jo O’Brien", "reach": "jo@people.example", **fields}
    return client.post(f"{event.get_absolute_url()}join/", form)


def read(client, url):
    return " ".join(client.get(url).content.decode().split())


def test_a_host_asks_a_question_at_one_date_or_at_all(event, host):
    other = make_event(in_days=17, series=event.series)
    host.post(of(event, "questions/add/"), {"words": "Tea or coffee?", "kind": "choice", "options": "Tea\nCoffee"})
    host.post(of(event, "questions/add/"), {"words": "Who sent you?", "kind": "short", "is_for_all": "on"})

    here, there = [Question.objects.asked_at(one).count() for one in (event, other)]

    assert (here, there) == (2, 1)
    assert Question.objects.get(kind="choice").options == ["Tea", "Coffee"]


def test_a_list_to_choose_from_needs_two_lines(event, host):
    words = host.post(of(event, "questions/add/"), {"words": "Tea?", "kind": "choice", "options": "Tea"})

    assert "Write two lines or more to choose from" in words.content.decode()
    assert 'value="Tea?"' in words.content.decode()
    assert not Question.objects.exists()


def test_answers_of_every_kind_go_with_the_sign_up(event, client):
    short, long = ask(event), ask(event, "And why?", "long")
    choice, tick = ask(event, "Tea?", "choice", options=["Yes", "No"]), ask(event, "I can carry chairs", "tick")
    fields = {
        short.field_name: "A cake", long.field_name: "Because\nof you.", choice.field_name: "No", tick.field_name: "on"
    }  # fmt: skip

    join(client, event, **fields)

    said = dict(Answer.objects.values_list("question__words", "words"))
    assert said.pop("And why?").split() == ["Because", "of", "you."]
    assert said == {"What do you bring?": "A cake", "Tea?": "No", "I can carry chairs": "yes"}
    assert {answer.signup for answer in Answer.objects.all()} == {SignUp.objects.get()}


def test_an_answer_is_kept_when_another_field_is_wrong(event, client):
    question = ask(event)

    words = join(client, event, reach="", **{question.field_name: "A cake"}).content.decode()

    assert "Enter an email address or a mobile number" in words
    assert 'value="A cake"' in words
    assert not SignUp.objects.exists()


def test_what_must_be_answered_is_said_by_its_words(event, client):
    ask(event, "Tea?", "choice", options=["Yes", "No"], is_required=True)

    words = join(client, event).content.decode()

    assert "Answer: Tea?" in words
    assert not SignUp.objects.exists()


def test_a_choice_that_is_not_on_the_list_is_no_answer(event, client):
    question = ask(event, "Tea?", "choice", options=["Yes", "No"])

    join(client, event, **{question.field_name: "Rum"})

    assert not SignUp.objects.exists()


def test_a_member_is_led_to_the_questions(event, amara, sign_in):
    question = ask(event, is_required=True)
    member = sign_in(amara)

    page = read(member, event.get_absolute_url())
    member.post(f"{event.get_absolute_url()}join/", {question.field_name: "A cake"})

    assert "The host asks a few things first." in page
    assert Answer.objects.get().words == "A cake"


def test_only_hosts_read_answers(event, client, host):
    question = ask(event)
    answer = join(client, event, **{question.field_name: "A purple cake"})
    signup = SignUp.objects.get()

    pages = [of(event, "questions/"), of(event, f"places/{signup.uuid}/")]
    others = [event.get_absolute_url(), answer["Location"], of(event, "places/")]

    assert ["A purple cake" in read(host, url) for url in pages] == [True, True]
    assert ["A purple cake" in read(host, url) for url in others] == [False, False, False]


def test_a_question_that_is_retired_is_asked_no_more_and_its_answers_stay(event, client, host):
    question = ask(event)
    join(client, event, **{question.field_name: "A cake"})

    host.post(of(event, f"questions/{question.uuid}/retire/"))

    assert not Question.objects.asked_at(event).exists()
    assert Answer.objects.count() == 1


def test_a_question_is_changed(event, host):
    question = ask(event)

    host.post(of(event, f"questions/{question.uuid}/"), {"words": "What else?", "kind": "long"})

    question.refresh_from_db()
    assert (question.words, question.kind, question.event) == ("What else?", "long", event)


def test_answers_go_with_the_person(event, amara, sign_in):
    question = ask(event)
    sign_in(amara).post(f"{event.get_absolute_url()}join/", {question.field_name: "A cake"})
    assert Answer.objects.exists()

    erase(amara.contact, at=timezone.now())

    assert not Answer.objects.exists()


def test_a_question_costs_the_form_one_query_and_no_question_none(event, client, django_assert_num_queries):
    url = f"{event.get_absolute_url()}join/"
    client.get(url)

    with django_assert_num_queries(1):
        client.get(url)
    ask(event)
    with django_assert_num_queries(2):
        client.get(url)
