import pytest
from django.utils import timezone

from stories.actions import approve_story, findings, send_story
from stories.models import Finding, Story
from stories.models.findings import stands_in
from tests.factories import make_story

pytestmark = pytest.mark.django_db


def test_what_is_found_is_cleared_one_by_one_before_a_checker_can_say_yes(reader, waiting, beatrix):
    Story.objects.filter(pk=waiting.pk).update(what_changed="Ruth Okoro rang on 3 May, from 01632 960 045.")
    checker = reader(beatrix)

    checker.post(f"/check/{waiting.uuid}/claim/")
    checker.post(f"/check/{waiting.uuid}/approve/", {"version": waiting.version})
    blocked = Story.objects.get(pk=waiting.pk).state
    page = checker.get(f"/check/{waiting.uuid}/").content.decode()
    for finding in Finding.objects.filter(story=waiting):
        checker.post(f"/check/{waiting.uuid}/found/{finding.uuid}/clear/")
    checker.post(f"/check/{waiting.uuid}/approve/", {"version": waiting.version})

    assert blocked == "in-review"
    assert "“Ruth Okoro” may stand" in page
    assert "3 things found in the words are not cleared yet." in page
    assert Story.objects.get(pk=waiting.pk).state == "approved"
    assert set(Finding.objects.values_list("kind", "text", "cleared_by")) == {
        ("name", "Ruth Okoro", beatrix.pk), ("date", "3 May", beatrix.pk), ("phone", "01632 960 045", beatrix.pk),
    }  # fmt: skip


def test_what_was_cleared_stays_so_and_what_is_new_is_open(amara, beatrix):
    story = make_story(teller=amara, state="draft", what_changed="Ruth Okoro rang.")
    send_story(story, by=amara, at=timezone.now())
    findings.clear(story.findings.get(), by=beatrix, at=timezone.now())

    Story.objects.filter(pk=story.pk).update(what_changed="Ruth Okoro and Neville Oduya rang.")
    findings.look(story, at=timezone.now())
    both = {(row.text, row.is_open) for row in story.findings.all()}
    Story.objects.filter(pk=story.pk).update(what_changed="Nobody rang.")
    findings.look(story, at=timezone.now())

    assert both == {("Ruth Okoro", False), ("Neville Oduya", True)}
    assert story.findings.count() == 0


def test_a_story_that_waited_since_before_is_looked_through_when_a_checker_says_yes(amara, beatrix):
    story = make_story(teller=amara, state="submitted", what_changed="Ruth Okoro rang.")

    assert not approve_story(story, by=beatrix, version=1, at=timezone.now())
    assert [row.text for row in story.findings.all()] == ["Ruth Okoro"]


def test_the_first_checker_to_clear_it_stands(waiting, beatrix, orla):
    Story.objects.filter(pk=waiting.pk).update(what_changed="Ruth Okoro rang.")
    findings.look(waiting, at=timezone.now())
    finding = waiting.findings.get()

    for member in (beatrix, orla):
        findings.clear(finding, by=member, at=timezone.now())

    assert Finding.objects.get(pk=finding.pk).cleared_by == beatrix


@pytest.mark.parametrize(
    ("name", "words", "stands"),
    [
        ("Ruth Allen", "Then Ruth Allen rang.", True),
        ("Ruth Allen", "Then Ruth rang.", True),
        ("Ruth Allen", "The truth is that Allenby rang.", False),
        ("Jo", "John rang.", False),
        ("The caretaker", "The door was shut.", False),
        ("The caretaker", "So the caretaker rang.", True),
        ("(Ruth) [x", "Ruth rang.", False),
    ],
)
def test_a_name_stands_in_the_words_as_a_whole_or_by_its_first(name, words, stands):
    assert stands_in(make_story(what_we_did=words), [name]) == stands
