"""Is it still all right? Asked once a year, and once more before an agreement ends; without an answer it ends."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from commons.models import Heartbeat, audit
from stories import emails
from stories.actions.history import locked, record
from stories.models import Consent, Decision, Story
from stories.models.consent import review_day
from stories.permissions import agreements, blocks_publication

YEAR = timedelta(days=365)
# So long before an agreement ends its person is asked; the yearly note is left out when that is near.
BEFORE_END = timedelta(days=30)
# Few enough to keep a run short; the next night goes on.
PIECE = 500


def review_all(now: datetime) -> int:
    """Write the notes that are due, and hide what nobody answered about. Safe to run twice, or twice at once."""
    written = sum(_note(pk, at=now) for pk in list(due_for_note(now).values_list("pk", flat=True)[:PIECE]))
    ended = sum(_expire(pk, at=now) for pk in list(lapsed(now).values_list("pk", flat=True)[:PIECE]))
    Heartbeat.objects.beat("stories.review_all", at=now)
    return written + ended


def due_for_note(now: datetime) -> QuerySet[Consent]:
    """Agreements to published stories that nobody asked about for a year, or that end within 30 days."""
    today = timezone.localdate(now)
    soon = Q(review_on__lte=today + BEFORE_END, review_on__gte=today)
    a_year = Q(noted_on=None, given_at__lte=now - YEAR) | Q(noted_on__lte=today - YEAR)
    asked_for_end = Q(noted_on__gte=today - BEFORE_END)
    live = Consent.objects.filter(
        basis=Consent.Basis.PERSON, ended_at=None, released_at__isnull=False, contact__email__gt="",
        review_on__gte=today, story__state=Story.State.PUBLISHED,
    )  # fmt: skip
    return live.filter((soon & ~asked_for_end) | (a_year & ~soon)).order_by("pk")


@transaction.atomic
def _note(pk: int, *, at: datetime) -> bool:
    row = due_for_note(at).filter(pk=pk).select_for_update(of=("self",), skip_locked=True)
    consent = row.select_related("contact", "story").first()
    if consent is None:
        return False
    today = timezone.localdate(at)
    consent.noted_on = today
    consent.save(update_fields=["noted_on"])
    assert consent.review_on is not None
    emails.ask_whether_still_right(consent, is_last=consent.review_on <= today + BEFORE_END, at=at)
    return True


def lapsed(now: datetime) -> QuerySet[Story]:
    """Published, though an agreement to it has ended unanswered: no reader sees it already, the state now says so."""
    past = Consent.objects.filter(quote=None, is_replaced=False, ended_at=None, review_on__lt=timezone.localdate(now))
    return Story.objects.filter(state=Story.State.PUBLISHED, pk__in=past.values("story")).order_by("pk")


@transaction.atomic
def _expire(pk: int, *, at: datetime) -> bool:
    story = lapsed(at).filter(pk=pk).select_for_update(of=("self",), skip_locked=True).first()
    if story is None:
        return False
    story.move_to(Story.State.EXPIRED)
    record(story, Decision.Outcome.EXPIRED, by=None, at=at)
    for consent in agreements(story):
        if consent.is_open and consent.review_on and consent.review_on < timezone.localdate(at):
            emails.tell_of_end(consent, at=at)
    return True


@transaction.atomic
def say_still_right(consent: Consent, *, at: datetime) -> bool:
    """For two more years. The last one who was waited for brings a hidden story back. False when it was taken back."""
    story = locked(consent.story)
    consent = Consent.objects.get(pk=consent.pk)
    if not consent.is_open or story.state not in {Story.State.PUBLISHED, Story.State.EXPIRED}:
        return False
    today = timezone.localdate(at)
    consent.review_on, consent.noted_on = review_day(today), today
    consent.save(update_fields=["review_on", "noted_on"])
    audit("stories.still_right", by=None, kind="consent", target=consent.uuid)
    waits = any(one.review_on and one.review_on < today for one in agreements(story))
    checked = story.moderated_version == story.version
    if story.state == Story.State.EXPIRED and checked and not waits and not blocks_publication(story):
        story.publish(at=at)
        record(story, Decision.Outcome.SHOWN, by=None, at=at)
    return True
