"""A checker's side: take in hand, say yes, send back with a reason, hold."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models.functions import Now

from members.models import Member
from stories import emails
from stories.actions import findings
from stories.actions.history import locked, record
from stories.actions.telling import change_story
from stories.models import Consent, Decision, FinalText, Story
from stories.models.moderation import UNDO_WITHIN
from stories.permissions import (
    agreements,
    blocks_approval,
    blocks_publication,
    can_decide,
    can_hold,
    can_put_back,
    to_ask,
)


@transaction.atomic
def claim_story(story: Story, *, by: Member, at: datetime) -> bool:
    """Take it in hand. False when another checker has it."""
    story = locked(story)
    if not can_decide(by, story, now=at):
        return False
    if story.claimed_by_id != by.pk:
        findings.look(story, at=at)
        story.claim(by=by, at=at)
        record(story, Decision.Outcome.CLAIMED, by=by, at=at)
    return True


@transaction.atomic
def approve_story(story: Story, *, by: Member, version: int, at: datetime) -> bool:
    """The words are fit to publish, and the teller is asked to say yes to them.

    False when it was changed or decided meanwhile, or when a person or the agreement is still open.
    """
    story = locked(story)
    findings.look(story, at=at)
    if not can_decide(by, story, now=at) or story.version != version or blocks_approval(story):
        return False
    before = story.state
    story.approve(by=by)
    decision = record(story, Decision.Outcome.APPROVED, by=by, at=at, before=before)
    emails.ask_for_release(decision, to_ask(story), at=at)
    rests_on = agreements(story)
    if all(one.basis == Consent.Basis.SOURCE for one in rests_on):
        # A retold, published case has nobody to ask: its source is the ground it stands on.
        for one in rests_on:
            one.release(at=at)
        Story.objects.filter(pk=story.pk).update(publish_at=Now() + UNDO_WITHIN)
    return True


@transaction.atomic
def return_story(story: Story, *, by: Member, version: int, at: datetime, reason: str, sentence: str) -> bool:
    """Back to its teller with a house rule, a sentence and what to do. Nothing is deleted."""
    story = locked(story)
    if not can_decide(by, story, now=at) or story.version != version:
        return False
    before = story.state
    story.move_to(Story.State.CHANGES_ASKED)
    why = {"reason": reason, "sentence": sentence}
    emails.tell_of_return(record(story, Decision.Outcome.RETURNED, by=by, at=at, before=before, **why), at=at)
    return True


@transaction.atomic
def decline_story(story: Story, *, by: Member, version: int, at: datetime, reason: str, sentence: str) -> bool:
    """Not for this site, with a house rule and a sentence; once its teller may ask for another person."""
    story = locked(story)
    if not can_decide(by, story, now=at) or story.version != version:
        return False
    before = story.state
    story.move_to(Story.State.DECLINED)
    why = {"reason": reason, "sentence": sentence}
    emails.tell_of_no(record(story, Decision.Outcome.DECLINED, by=by, at=at, before=before, **why), at=at)
    return True


@transaction.atomic
def fix_story(story: Story, *, by: Member, version: int, at: datetime, words: dict[str, Any]) -> bool:
    """A slip put right by whoever checks it; its teller sees the difference. False when it was changed meanwhile."""
    story = locked(story)
    if not can_decide(by, story, now=at) or story.version != version:
        return False
    # What the teller sent, to hold the new words against.
    FinalText.objects.keep(story, at=at)
    if not change_story(story, by=by, at=at, **words):
        return False
    findings.look(story, at=at)
    record(story, Decision.Outcome.FIXED, by=by, at=at)
    return True


@transaction.atomic
def hold_story(story: Story, *, by: Member, at: datetime) -> None:
    """Invisible everywhere at once, and in the safeguarding lead's hands. Holding twice is holding once."""
    story = locked(story)
    if not can_hold(by, story):
        return
    before = story.state
    story.move_to(Story.State.HELD)
    decision = record(story, Decision.Outcome.HELD, by=by, at=at, before=before)
    emails.tell_of_hold(decision, at=at)
    leads = Member.objects.holding("safeguarding").filter(is_active=True)
    emails.tell_safeguarding_leads(decision, leads, at=at)


@transaction.atomic
def put_back_story(story: Story, *, by: Member, at: datetime) -> None:
    """The hold ends, and it waits for a check like any other."""
    story = locked(story)
    if not can_put_back(by, story):
        return
    story.submitted_at = story.submitted_at or at
    story.save(update_fields=["submitted_at"])
    story.move_to(Story.State.SUBMITTED)
    record(story, Decision.Outcome.RESUMED, by=by, at=at)


@transaction.atomic
def hide_story(story: Story, *, by: Member, at: datetime) -> bool:
    """Off every page at the next request, after a report. False when it is not published; twice is once."""
    story = locked(story)
    if story.state != Story.State.PUBLISHED:
        return False
    story.move_to(Story.State.HIDDEN)
    record(story, Decision.Outcome.HIDDEN, by=by, at=at)
    return True


@transaction.atomic
def show_story(story: Story, *, by: Member, at: datetime) -> bool:
    """The way back from hidden: published again, if these words were checked and everybody in it still agrees."""
    story = locked(story)
    if story.state != Story.State.HIDDEN or story.moderated_version != story.version or blocks_publication(story):
        return False
    story.publish(at=at)
    record(story, Decision.Outcome.SHOWN, by=by, at=at)
    return True
