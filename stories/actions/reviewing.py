"""Is it still all right? Asked once a year, and once more before an agreement ends; without an answer it ends."""

from datetime import datetime, timedelta

from django.db import models, transaction
from django.db.models import Exists, F, Q, QuerySet
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
    ends_soon = Q(review_on__lte=today + BEFORE_END, review_on__gte=today)
    # Who has no email is spoken for by the teller.
    for_others = Exists(by_hand(models.OuterRef("story")).filter(ends_soon))
    soon = ends_soon | (Q(contact=F("story__teller")) & for_others)
    a_year = Q(noted_on=None, given_at__lte=now - YEAR) | Q(noted_on__lte=today - YEAR)
    live = Consent.objects.filter(
        basis=Consent.Basis.PERSON, ended_at=None, released_at__isnull=False, contact__email__gt="",
        review_on__gte=today, story__state=Story.State.PUBLISHED,
    )  # fmt: skip
    asked_for_end = Q(noted_on__isnull=False, noted_on__gte=today - BEFORE_END)
    return live.filter((soon & ~asked_for_end) | (a_year & ~soon)).order_by("pk")


def by_hand(story: models.OuterRef | Story) -> QuerySet[Consent]:
    """Agreements of people who have no email, as their teller put them on record."""
    return Consent.objects.filter(story=story, ended_at=None, contact__email="")


def spoken_for(consent: Consent) -> QuerySet[Consent]:
    """All that this person agreed to in the story; for its teller, also what those without an email did."""
    theirs = Q(contact=consent.contact_id)
    if consent.contact_id == consent.story.teller_id:
        theirs |= Q(contact__email="")
    return Consent.objects.filter(theirs, story=consent.story_id, ended_at=None, basis=Consent.Basis.PERSON)


@transaction.atomic
def _note(pk: int, *, at: datetime) -> bool:
    row = due_for_note(at).filter(pk=pk).select_for_update(of=("self",), skip_locked=True)
    consent = row.select_related("contact", "story").first()
    if consent is None:
        return False
    today, about = timezone.localdate(at), spoken_for(consent)
    ends_on = min((one for one in about.values_list("review_on", flat=True) if one), default=today)
    Consent.objects.filter(pk__in=about.values("pk")).update(noted_on=today)
    emails.ask_whether_still_right(consent, ends_on=ends_on, is_last=ends_on <= today + BEFORE_END, at=at)
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
    for consent in who_is_waited_for(story, at):
        emails.tell_of_end(consent, at=at)
    return True


def who_is_waited_for(story: Story, at: datetime) -> list[Consent]:
    """Those whose time is over; for somebody without an email, the teller."""
    all_of_them, today = agreements(story), timezone.localdate(at)
    over = [one for one in all_of_them if one.is_open and one.review_on and one.review_on < today]
    has_no_email = any(one.contact is not None and not one.contact.email for one in over)
    return [one for one in all_of_them if one in over or (has_no_email and one.contact_id == story.teller_id)]


@transaction.atomic
def say_still_right(consent: Consent, *, at: datetime) -> bool:
    """For two more years. The last one who was waited for brings a hidden story back. False when it was taken back."""
    story = locked(consent.story)
    consent = Consent.objects.select_related("story").get(pk=consent.pk)
    if not consent.is_open or story.state not in {Story.State.PUBLISHED, Story.State.EXPIRED}:
        return False
    today = timezone.localdate(at)
    spoken_for(consent).update(review_on=review_day(today), noted_on=today)
    audit("stories.still_right", by=None, kind="consent", target=consent.uuid)
    waits = any(one.review_on and one.review_on < today for one in agreements(story))
    checked = story.moderated_version == story.version
    if story.state == Story.State.EXPIRED and checked and not waits and not blocks_publication(story):
        story.publish(at=at)
        record(story, Decision.Outcome.SHOWN, by=None, at=at)
    return True
