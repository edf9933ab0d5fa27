"""From the last yes to the first reader: 48 hours, or as soon as the teller wants."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from commons.models import Finding as Found
from commons.models import Heartbeat
from stories import emails
from stories.actions.history import locked, record
from stories.models import Consent, Decision, Story, StoryWords
from stories.models.finals import WAITS
from stories.permissions import agreements, blocks_publication, still_to_say_yes

# Few enough to keep a run short; the next one goes on.
PIECE = 200
# They are published each minute.
LATE = timedelta(minutes=15)


def wait_to_publish(story: Story, *, at: datetime) -> None:
    """Everyone who can be asked said yes, and for people without an email the teller speaks. The story is locked."""
    for consent in agreements(story):
        consent.release(at=at, version=story.version)
    for words in story.consents.exclude(quote=None).filter(ended_at=None, released_at=None).select_related("contact"):
        if words.contact is None or not words.contact.email or words.contact_id == story.teller_id:
            words.release(at=at, version=story.version)
    # By the database's clock, which is the one that is looked at when the time has come.
    Story.objects.filter(pk=story.pk).update(publish_at=Now() + WAITS)
    story.refresh_from_db(fields=["publish_at"])


@transaction.atomic
def publish_now(consent: Consent, *, at: datetime) -> bool:
    """The teller shortens the wait. Twice is once; False for somebody else, or when it does not wait any more."""
    story = locked(consent.story)
    if story.teller_id is None or consent.contact_id != story.teller_id or story.publish_at is None:
        return story.state == Story.State.PUBLISHED
    return _publish(story, at=at)


def publish_due(now: datetime) -> int:
    """All whose time has come, and how many they were. Safe to run twice, or twice at once, or to be killed."""
    due = list(Story.objects.due_to_publish().order_by("publish_at").values_list("pk", flat=True)[:PIECE])
    published = sum(_publish_one(pk, at=now) for pk in due)
    Heartbeat.objects.beat("stories.publish_due", at=now)
    return published


@transaction.atomic
def _publish_one(pk: int, *, at: datetime) -> bool:
    # Looked at once more under the lock: somebody may just have taken it down.
    due = Story.objects.due_to_publish().select_for_update(skip_locked=True, of=("self",))
    story = due.filter(pk=pk).first()
    return story is not None and _publish(story, at=at)


def _publish(story: Story, *, at: datetime) -> bool:
    """Only what was checked, what everyone said yes to, and where nobody is open. The story is locked."""
    if not story.is_checked or still_to_say_yes(story) or blocks_publication(story):
        return False
    story.publish(at=at)
    decision = record(story, Decision.Outcome.PUBLISHED, by=None, at=at)
    emails.tell_of_publication(decision, agreements(story), at=at)
    return True


def reconcile(now: datetime) -> int:
    """Stories that everyone said yes to and that have no time, or that are late. It is expected to find none."""
    late = Story.objects.due_to_publish(late=LATE).count()
    ready = Story.objects.filter(state=Story.State.APPROVED, publish_at=None).order_by("pk")
    lost = sum(_plan_again(pk, at=now) for pk in list(ready.values_list("pk", flat=True)))
    if late:
        publish_due(now)
    StoryWords.objects.index_missing()
    Found.objects.note("stories.no_time_to_publish", lost, at=now)
    Found.objects.note("stories.published_late", late, at=now)
    Heartbeat.objects.beat("stories.reconcile", at=now)
    return lost + late


@transaction.atomic
def _plan_again(pk: int, *, at: datetime) -> bool:
    story = Story.objects.select_for_update().get(pk=pk)
    waits = story.state == Story.State.APPROVED and story.publish_at is None and story.is_checked
    if not waits or still_to_say_yes(story) or blocks_publication(story):
        return False
    wait_to_publish(story, at=at)
    return True
