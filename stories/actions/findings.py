"""What was found in the words: looked for whenever a story goes to be checked, and cleared one by one."""

from datetime import datetime

from django.db import transaction

from commons.models import audit
from members.models import Member
from stories.actions.history import locked
from stories.models import Finding, Story
from stories.models.findings import found


@transaction.atomic
def look(story: Story, *, at: datetime) -> None:
    """One row for each thing in the words now. What a checker cleared stays cleared while it stands there."""
    story = locked(story)
    here = found(story)
    gone = [row.pk for row in story.findings.all() if (row.kind, row.text) not in here]
    story.findings.filter(pk__in=gone).delete()
    rows = [Finding(story=story, kind=kind, text=text, found_at=at) for kind, text in sorted(here)]
    Finding.objects.bulk_create(rows, ignore_conflicts=True)


@transaction.atomic
def clear(finding: Finding, *, by: Member, at: datetime) -> bool:
    """A checker read it and it may stand. The first one to say so stands; False when it is there no longer."""
    locked(finding.story)
    here = Finding.objects.filter(pk=finding.pk)
    if here.open().update(cleared_by=by, cleared_at=at):
        audit("stories.finding_cleared", by=by.uuid, kind="story", target=finding.story.uuid, found=finding.kind)
    return here.exists()
