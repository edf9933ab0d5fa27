"""A story is used outside these pages."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from commons.models import audit
from members.models import Member
from stories.actions.history import locked
from stories.models import Story, WentOut
from stories.permissions import uses_agreed


@transaction.atomic
def note_use(story: Story, *, by: Member, at: datetime, use: str, where: str, on: date | None) -> bool:
    """On record, once. False for a use that somebody in it does not agree to, or no longer."""
    story = locked(story)
    if use not in uses_agreed(story):
        return False
    about = {"use": use, "where": where, "on": on or timezone.localdate(at)}
    row, is_new = WentOut.objects.get_or_create(story=story, **about, defaults={"recorded_by": by, "recorded_at": at})
    if is_new:
        audit("stories.went_out", by=by.uuid, kind="story", target=story.uuid, use=row.use)
    return True
