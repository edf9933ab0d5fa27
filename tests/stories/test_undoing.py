"""A decision is taken back within 30 seconds, and never once somebody heard of it."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from outbox.models import OutgoingEmail
from stories.actions import approve_story, claim_story, decline_story, hold_story, pass_on, return_story, undo
from stories.models import Decision, Story
from tests.factories import make_member, make_story
from tests.races import meanwhile

WHY = {"reason": "not-kind", "sentence": "Say what happened instead."}
now = timezone.now


def decided(story, by, what):
    """Each of the decisions that can be undone."""
    at, version = now(), story.version
    {
        "approve": lambda: approve_story(story, version=version, by=by, at=at),
        "return": lambda: return_story(story, version=version, by=by, at=at, **WHY),
        "decline": lambda: decline_story(story, version=version, by=by, at=at, **WHY),
        "hold": lambda: hold_story(story, by=by, at=at),
        "pass on": lambda: pass_on(story, version=version, words="?", by=by, at=at),
    }[what]()


def unsent():
    return OutgoingEmail.objects.filter(purpose__startswith="stories.").exclude(state="cancelled").count()


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["approve", "return", "decline", "hold", "pass on"])
def test_each_decision_is_taken_back_and_nobody_hears_of_it(client, sign_in, beatrix, waiting, what, thandiwe, orla):
    claim_story(waiting, by=beatrix, at=now())
    decided(waiting, beatrix, what)
    told = unsent()
    sign_in(beatrix)
    offered = client.get("/check/").content.decode()

    client.post(f"/check/{waiting.uuid}/undo/")

    waiting.refresh_from_db()
    assert f"/check/{waiting.uuid}/undo/" in offered
    assert (told > 0, unsent()) == (True, 0)
    assert (waiting.state, waiting.claimed_by, waiting.moderated_version) == ("in-review", beatrix, None)
    assert waiting.passed_by is None
    # And decided anew, with emails of their own.
    decided(waiting, beatrix, what)
    assert unsent() == told


@pytest.mark.django_db
def test_no_email_about_a_decision_is_due_while_it_can_be_taken_back(beatrix, waiting, thandiwe):
    hold_story(waiting, by=beatrix, at=now())

    assert not OutgoingEmail.objects.due(now()).filter(purpose__startswith="stories.").exists()
    assert OutgoingEmail.objects.due(now() + timedelta(seconds=31)).filter(purpose__startswith="stories.").exists()


@pytest.mark.django_db
def test_a_published_story_that_was_held_is_published_again(beatrix, reader):
    story = make_story("Open to all")
    hold_story(story, by=beatrix, at=now())
    held = reader().get("/stories/open-to-all/").status_code

    assert undo(story, by=beatrix, at=now())

    assert (held, reader().get("/stories/open-to-all/").status_code) == (404, 200)


@pytest.mark.django_db
def test_after_half_a_minute_it_is_too_late(client, sign_in, beatrix, waiting):
    decided(waiting, beatrix, "return")
    Decision.objects.filter(story=waiting, outcome="returned").update(at=now() - timedelta(seconds=31))
    sign_in(beatrix)

    assert client.post(f"/check/{waiting.uuid}/undo/").status_code == 404
    assert Story.objects.get(pk=waiting.pk).state == "changes-asked"


@pytest.mark.django_db
def test_nobody_takes_back_what_another_one_decided(beatrix, waiting):
    decided(waiting, beatrix, "return")

    assert not undo(waiting, by=make_member("Sorin Vale", roles=["moderator"]), at=now())
    assert unsent() == 1


@pytest.mark.django_db(transaction=True)
def test_whoever_has_the_email_first_wins(beatrix, waiting):
    decided(waiting, beatrix, "return")
    said = []

    with meanwhile(lambda: said.append(undo(waiting, by=beatrix, at=now()))) as begin, transaction.atomic():
        # A sender, who has claimed it and not said so yet.
        assert OutgoingEmail.objects.claim_next(now() + timedelta(seconds=31))
        begin()

    assert said == [False]
    assert Story.objects.get(pk=waiting.pk).state == "changes-asked"
    assert unsent() == 1
