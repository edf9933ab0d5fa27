"""Thanks for a kept pledge: said in one press, told in one email a day, and three lines that begin a story."""

from collections import defaultdict
from datetime import datetime
from uuid import uuid5

from django.db import transaction
from django.utils import timezone

from members.models import Contact, Member
from pledges.actions.booking import lock
from pledges.emails.helping import tell_thanks
from pledges.models import Pledge, Thanks, ThreeLines
from pledges.models.hearers import may_write_to
from pledges.models.working_days import morning
from stories.actions import begin_story, change_story
from stories.models import Story


def say_thanks(pledge: Pledge, *, by: Member, line: str, at: datetime) -> None:
    """Once a member and pledge; said again it changes the line that nobody has been sent yet."""
    thanks, was_made = Thanks.objects.get_or_create(pledge=pledge, by=by, defaults={"line": line, "said_at": at})
    if not was_made and line and thanks.told_at is None:
        Thanks.objects.filter(pk=thanks.pk).update(line=line)


def write_thanks(now: datetime) -> int:
    """At nine, one email to each person with all thanks said before. Says how many; safe to run twice."""
    nine = morning(timezone.localdate(now))
    if now < nine:
        return 0
    waiting = Thanks.objects.untold(before=nine).values_list("pledge__contact", flat=True).distinct()
    return sum(_write_to(pk, nine, at=now) for pk in waiting if pk is not None)


@transaction.atomic
def _write_to(pk: int, before: datetime, *, at: datetime) -> bool:
    contact = Contact.objects.select_for_update(no_key=True, skip_locked=True).filter(pk=pk).first()
    if contact is None:
        return False
    said = Thanks.objects.for_pledges_of(contact).untold(before=before)
    rows = list(said.select_related("pledge", "by__contact").order_by("pledge", "said_at", "pk"))
    Thanks.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=at)
    if not rows or not may_write_to(contact):
        return False
    by_pledge: dict[Pledge, list[Thanks]] = defaultdict(list)
    for row in rows:
        by_pledge[row.pledge].append(row)
    tell_thanks(contact, list(by_pledge.items()), at=at)
    return True


@transaction.atomic
def keep_lines(pledge: Pledge, *, at: datetime, **lines: str) -> ThreeLines:
    """As they are written now."""
    row, _made = ThreeLines.objects.update_or_create(pledge=lock(pledge), defaults={**lines, "written_at": at})
    return row


@transaction.atomic
def begin_story_with(lines: ThreeLines, *, by: Member, at: datetime) -> Story:
    """A draft of theirs with the three lines in it; "what came next" where a story led to the pledge. Once."""
    pledge = lock(lines.pledge)
    story = begin_story(by=by, form_key=uuid5(pledge.uuid, "three lines"))
    if ThreeLines.objects.filter(pledge=pledge, story=None).update(story=story):
        change_story(
            story,
            by=by,
            at=at,
            kind=Story.Kind.SEQUEL if pledge.story_id else Story.Kind.OURS,
            what_we_did=lines.happened,
            what_changed=lines.changed,
            what_we_would_tell=lines.would_tell,
        )
    return story
