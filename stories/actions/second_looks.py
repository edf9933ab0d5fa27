"""A second person: where a checker is not sure, and once where a teller does not agree with a no."""

from datetime import datetime

from django.db import transaction

from members.models import Member
from stories import emails
from stories.actions.history import locked, record
from stories.models import Decision, Story
from stories.permissions import can_appeal, can_pass_on, second_people


@transaction.atomic
def pass_on(story: Story, *, by: Member, version: int, at: datetime, words: str) -> bool:
    """Not sure: another person decides, and reads why. False when it was changed or decided meanwhile."""
    story = locked(story)
    if not can_pass_on(by, story, now=at) or story.version != version:
        return False
    before = story.state
    story.give_to_another_than(by)
    decision = record(story, Decision.Outcome.PASSED_ON, by=by, at=at, sentence=words, before=before)
    emails.ask_second_people(decision, second_people(story), at=at)
    return True


@transaction.atomic
def appeal(story: Story, *, by: Member | None, at: datetime, words: str) -> bool:
    """Once after a no: whoever said it does not decide again. Pressing twice is pressing once."""
    story = locked(story)
    if not can_appeal(story):
        return story.is_waiting
    said_no = story.decisions.filter(outcome=Decision.Outcome.DECLINED).first()
    story.submitted_at = at
    story.save(update_fields=["submitted_at"])
    story.give_to_another_than(said_no.by if said_no else None)
    decision = record(story, Decision.Outcome.APPEALED, by=by, at=at, sentence=words)
    emails.ask_second_people(decision, second_people(story), at=at)
    return True
