"""A teller's side: begin, change, settle who is in it, send, take back."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, Model

from members.models import Member
from stories import emails
from stories.actions import findings
from stories.actions.history import locked, record
from stories.models import Consent, Decision, FinalText, Story
from stories.models.stories import DRAFT_SLUG
from stories.permissions import blocks_sending, second_checkers


@transaction.atomic
def begin_story(*, by: Member, form_key: UUID) -> Story:
    """A draft of theirs. The same form sent twice begins one story."""
    story, _made = Story.objects.get_or_create(
        form_key=form_key,
        defaults={
            "teller": by.contact,
            "slug": f"{DRAFT_SLUG}{form_key.hex}",
            "lead_sector": by.contact.sector,
        },
    )
    return story


@transaction.atomic
def change_story(
    story: Story, *, by: Member | None, at: datetime, rows: dict[str, Iterable[Model]] | None = None, **words: Any
) -> bool:
    """New words, and so a new version. False, and nothing saved, when it was changed since it was read."""
    same = Story.objects.filter(pk=story.pk, version=story.version, state=story.state)
    if not same.update(version=F("version") + 1, changed_at=at, **words):
        return False
    story.refresh_from_db()
    for name, chosen in (rows or {}).items():
        getattr(story, name).set(chosen)
    _unsettle(story, by=by, at=at)
    return True


def _unsettle(story: Story, *, by: Member | None, at: datetime) -> None:
    """Words that a checker or the teller said yes to have changed: both are asked again, and readers see nothing."""
    if story.state in {Story.State.APPROVED, Story.State.PUBLISHED}:
        record(story, Decision.Outcome.CHANGED, by=by, at=at)
        story.move_to(Story.State.DRAFT)
    Consent.objects.filter(story=story, basis=Consent.Basis.PERSON, ended_at=None, quote=None).update(released_at=None)


@transaction.atomic
def send_story(story: Story, *, by: Member, at: datetime) -> bool:
    """To be checked. Pressing twice sends once; False while something stands in the way."""
    story = locked(story)
    if story.is_waiting:
        return True
    if story.state not in {Story.State.DRAFT, Story.State.CHANGES_ASKED} or blocks_sending(story):
        return False
    findings.look(story, at=at)
    # Whoever was not sure of the words before may look at these.
    story.submitted_at, story.passed_by = at, None
    story.save(update_fields=["submitted_at", "passed_by"])
    story.move_to(Story.State.SUBMITTED)
    FinalText.objects.keep(story, at=at)
    decision = record(story, Decision.Outcome.SENT, by=by, at=at)
    emails.tell_checkers(decision, second_checkers(story), at=at)
    return True


@transaction.atomic
def take_story_back(story: Story, *, by: Member, at: datetime) -> None:
    """Out of the queue, to be changed. Nothing happens to a story that does not wait."""
    story = locked(story)
    if story.is_waiting:
        story.move_to(Story.State.DRAFT)
        record(story, Decision.Outcome.TAKEN_BACK, by=by, at=at)
