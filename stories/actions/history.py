"""The one place where a step in a story's life is written down, for people and for the audit log."""

from datetime import datetime
from uuid import uuid4

from commons.models import audit
from members.models import Member
from stories.models import Decision, Story


def record(
    story: Story,
    outcome: Decision.Outcome,
    *,
    by: Member | None,
    at: datetime,
    reason: str = "",
    sentence: str = "",
    before: str = "",
) -> Decision:
    """One row of history and one of audit; call it inside the transaction of the step.

    `before` is the state it was in, where the step can be undone.
    """
    decision = Decision.objects.create(
        uuid=uuid4(), story=story, outcome=outcome, version=story.version, by=by, at=at, reason=reason,
        sentence=sentence, before=before,
    )  # fmt: skip
    audit(
        f"stories.{outcome}",
        by=by.uuid if by else None,
        kind="story",
        target=story.uuid,
        version=story.version,
        reason=reason,
    )
    return decision


def locked(story: Story) -> Story:
    """The row as it is now, held until the end of this transaction: of two presses, the second sees the first."""
    return Story.objects.select_for_update().get(pk=story.pk)
