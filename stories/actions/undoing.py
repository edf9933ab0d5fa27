"""A checker takes the last decision back: within 30 seconds, and while nobody has heard of it."""

from datetime import datetime

from django.db import transaction

from members.models import Member
from outbox.models import WAITING, OutgoingEmail
from stories.actions.history import locked, record
from stories.models import Decision, Story


def last_of(member: Member) -> Decision | None:
    """The decision that this checker may still take back."""
    return Decision.objects.undoable_by(member).select_related("story").first()


def undo(story: Story, *, by: Member, at: datetime) -> bool:
    """It stands as it stood before. False when the time is over, or an email about it is on its way."""
    with transaction.atomic():
        story = locked(story)
        decision = story.decisions.first()
        if decision is None or not Decision.objects.undoable_by(by).filter(pk=decision.pk).exists():
            return False
        told = OutgoingEmail.objects.filter(
            purpose__startswith="stories.", key__startswith=f"{story.uuid}:{decision.uuid}:"
        )
        # One that a sender has claimed may be with somebody already. Of the two, whoever has its row first wins.
        if told.filter(state__in=WAITING).cancel() < told.count():
            transaction.set_rollback(True)
            return False
        story.go_back_to(decision.before, by=by, at=at)
        record(story, Decision.Outcome.UNDONE, by=by, at=at)
    return True
