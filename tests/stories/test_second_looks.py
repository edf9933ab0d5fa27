"""A second person: where a checker is not sure, and once where a teller does not agree with a no."""

import pytest
from django.utils import timezone

from outbox.models import OutgoingEmail
from stories.actions import appeal, claim_story, decline_story, pass_on, return_story, send_story
from stories.models import Decision, Story
from stories.permissions import can_decide
from tests.factories import make_member, make_story
from tests.stories.test_check import link_in

pytestmark = pytest.mark.django_db
WHY = {"reason": "advertising", "sentence": "Tell us what people did together."}


@pytest.fixture
def second(beatrix):
    return make_member("Sorin Vale", roles=["moderator"])


def now():
    return timezone.now()


def say_no(story, by):
    assert decline_story(story, by=by, version=story.version, at=now(), **WHY)
    story.refresh_from_db()
    return story


def asked(purpose):
    return sorted(OutgoingEmail.objects.filter(purpose=purpose).values_list("to", flat=True))


def test_whoever_is_not_sure_does_not_decide_and_another_one_is_written_to(client, sign_in, beatrix, second, waiting):
    sign_in(beatrix)

    client.post(f"/check/{waiting.uuid}/pass-on/", {"version": waiting.version, "not_sure": "Is the vicar named?"})

    waiting.refresh_from_db()
    first = client.get(f"/check/{waiting.uuid}/").content.decode()
    sign_in(second)
    other = client.get(f"/check/{waiting.uuid}/").content.decode()
    assert (waiting.state, can_decide(beatrix, waiting, now=now())) == ("submitted", False)
    assert "a second person decides about it" in first
    assert "Publish, once the teller says yes" not in first
    assert "Publish, once the teller says yes" in other
    assert "Is the vicar named?" in other
    assert asked("stories.second") == [second.email]
    assert f"/check/{waiting.uuid}/" in OutgoingEmail.objects.get(purpose="stories.second").text


def test_without_words_nothing_is_passed_on_and_the_page_says_what_to_write(client, sign_in, beatrix, waiting):
    sign_in(beatrix)

    page = client.post(f"/check/{waiting.uuid}/pass-on/", {"version": waiting.version, "not_sure": ""})

    assert "Write what the second person should look at" in page.content.decode()
    assert Story.objects.get(pk=waiting.pk).passed_by is None


def test_a_second_person_cannot_pass_it_on_again(beatrix, second, waiting):
    pass_on(waiting, by=beatrix, version=1, at=now(), words="?")

    assert not pass_on(waiting, by=second, version=1, at=now(), words="?")


def test_with_one_checker_only_an_organiser_is_the_second_person(client, sign_in, beatrix, orla, waiting):
    sign_in(orla)
    before = client.get(f"/check/{waiting.uuid}/").status_code
    pass_on(waiting, by=beatrix, version=1, at=now(), words="?")

    page = client.get(f"/check/{waiting.uuid}/")

    assert (before, page.status_code) == (404, 200)
    assert "Publish, once the teller says yes" in page.content.decode()
    assert asked("stories.second") == [orla.email]


def test_an_organiser_is_not_let_in_where_another_checker_is_there(client, sign_in, beatrix, second, orla, waiting):
    pass_on(waiting, by=beatrix, version=1, at=now(), words="?")
    sign_in(orla)

    assert client.get(f"/check/{waiting.uuid}/").status_code == 404
    assert client.post(f"/check/{waiting.uuid}/claim/").status_code == 404


def test_words_that_are_sent_anew_may_be_looked_at_by_whoever_was_not_sure(beatrix, second, amara, waiting):
    pass_on(waiting, by=beatrix, version=1, at=now(), words="?")
    return_story(waiting, by=second, version=1, at=now(), **WHY)

    send_story(waiting, by=amara, at=now())

    waiting.refresh_from_db()
    assert can_decide(beatrix, waiting, now=now())


def test_a_teller_hears_of_a_no_and_asks_another_person_without_signing_in(reader, beatrix, second, amara, waiting):
    say_no(waiting, beatrix)
    email = OutgoingEmail.objects.get(purpose="stories.declined", to=amara.email)
    visitor, address = reader(), link_in(email)
    opened = visitor.get(address).content.decode()
    still_no = Story.objects.get(pk=waiting.pk).state

    done = visitor.post(address, {"words": "We sell nothing."}).content.decode()
    again = visitor.post(address, {"words": "Please."}).content.decode()

    waiting.refresh_from_db()
    assert "House rule 4: It is advertising or party politics." in email.text
    assert WHY["sentence"] in opened
    assert (still_no, waiting.state) == ("declined", "submitted")
    assert "Another person looks at it" in done
    assert "Another person has been asked already" in again or "Another person looks at it" in again
    assert Decision.objects.filter(story=waiting, outcome="appealed").count() == 1
    assert not can_decide(beatrix, waiting, now=now())
    assert asked("stories.second") == [second.email]


def test_a_second_no_is_the_last(beatrix, second, amara, waiting):
    say_no(waiting, beatrix)
    appeal(waiting, by=None, at=now(), words="")
    waiting.refresh_from_db()
    say_no(waiting, second)

    assert not appeal(waiting, by=None, at=now(), words="")

    last = OutgoingEmail.objects.filter(purpose="stories.declined").latest("pk")
    assert Story.objects.get(pk=waiting.pk).state == "declined"
    assert "ask for another person" not in last.text


def test_a_story_that_comes_to_be_checked_is_said_to_each_checker_with_a_link_to_it(beatrix, second, amara, waiting):
    return_story(waiting, by=beatrix, version=1, at=now(), **WHY)

    send_story(waiting, by=amara, at=now())

    emails = OutgoingEmail.objects.filter(purpose="stories.to-check")
    assert asked("stories.to-check") == sorted([beatrix.email, second.email])
    assert all(f"/check/{waiting.uuid}/" in email.text for email in emails)
    assert not any(waiting.title in email.text for email in emails)


def test_a_checker_is_told_nothing_about_a_story_of_their_own(beatrix, second):
    own = make_story("Mine", teller=beatrix, state="draft", what_was_wrong="It rained.")

    send_story(own, by=beatrix, at=now())

    assert asked("stories.to-check") == [second.email]


def test_a_claim_of_the_first_ends_as_it_is_passed_on(beatrix, second, waiting):
    claim_story(waiting, by=beatrix, at=now())

    pass_on(waiting, by=beatrix, version=1, at=now(), words="?")

    assert claim_story(waiting, by=second, at=now())
