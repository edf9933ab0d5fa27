"""Who comes to which story: readers by one door, checkers by their queue, tellers to their own."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce, Now

from commons.models import audit
from members.models import Member
from stories.models.consent import Consent, Use
from stories.models.states import WAITING, StoryState

if TYPE_CHECKING:
    from stories.models.stories import Story


def use_of(reader: Member | AnonymousUser) -> Use:
    """Visitors read on the web; what is open to members is more."""
    return Use.WEB if isinstance(reader, AnonymousUser) else Use.MEMBERS


class StoryQuerySet(models.QuerySet["Story"]):
    def visible_to(self, user: Member | AnonymousUser) -> Self:
        """The only door for readers: published, the checked version, and consent that lives for this reader's use."""
        return self.open_for(use_of(user))

    def open_for(self, use: Use) -> Self:
        """What `visible_to` lets through, by the use that a reader's visit is."""
        said = Consent.objects.about(models.OuterRef("pk"))
        return self.filter(
            # Read now, not when it was published: one person's no counts at the next request.
            said.all_allow(use),
            state=StoryState.PUBLISHED,
            is_moderated=True,
        )

    def newest(self) -> Self:
        """In the order of the list."""
        return self.order_by("-published_at", "-pk")

    def taken_down_for(self, user: Member | AnonymousUser) -> Self:
        """Once open to this reader, and no longer agreed to: their page says so kindly. Others learn nothing."""
        said = Consent.objects.about(models.OuterRef("pk")).for_use(use_of(user))
        ended = said.filter(released_at__isnull=False, ended_at__isnull=False)
        return self.filter(
            models.Exists(ended), state__in=[StoryState.WITHDRAWN, StoryState.PUBLISHED], published_at__isnull=False
        )

    def told_by(self, member: Member) -> Self:
        """Their own, in any state."""
        return self.filter(teller=member.contact_id)

    def to_check(self) -> Self:
        """The checkers' queue, oldest first."""
        return self.filter(state__in=WAITING).order_by("submitted_at", "pk")

    def due_to_publish(self, late: timedelta = timedelta()) -> Self:
        """Everyone said yes, and the wait is over by the database's clock."""
        return self.filter(state=StoryState.APPROVED, publish_at__lte=Now() - late)

    def held(self) -> Self:
        """What the safeguarding lead has to look at, oldest first."""
        return self.filter(state=StoryState.HELD).order_by("submitted_at", "pk")

    def checkable_by(self, member: Member) -> Self:
        """Checkers open what waits and what is public; what is held is for the safeguarding lead alone."""
        states: list[str] = []
        if member.has_role("moderator"):
            states += [*WAITING, StoryState.APPROVED, StoryState.PUBLISHED]
        if member.has_role("safeguarding"):
            states.append(StoryState.HELD)
        open_to = Q(state__in=states)
        if member.has_role("admin"):
            # With one checker only, an organiser is the second person.
            others = Member.objects.holding("moderator").filter(is_active=True).exclude(pk=models.OuterRef("passed_by"))
            # Who told it decides nothing; a story may have no teller any more.
            others = others.exclude(contact=Coalesce(models.OuterRef("teller"), 0))
            open_to |= Q(state__in=WAITING, passed_by__isnull=False) & ~Q(models.Exists(others))
        return self.filter(open_to)

    @transaction.atomic
    def look(self, uuid: UUID, *, by: Member, is_picture: bool = False) -> "Story | None":
        """The checkers' way to one story. A look at a held one is on record with it, or is no look."""
        rows = self.checkable_by(by).filter(uuid=uuid)
        story = (rows.exclude(picture="") if is_picture else rows).first()
        if story is not None and story.is_held:
            audit("stories.held_read", by=by.uuid, kind="story", target=uuid, is_picture=is_picture)
        return story

    def told_before(self, story: "Story") -> Self:
        """Published stories by the same teller, apart from this one."""
        return self.filter(teller=story.teller_id, published_at__isnull=False).exclude(Q(teller=None) | Q(pk=story.pk))

    def after(self, published_at: datetime, uuid: UUID) -> Self:
        """The older ones, in the order of the list: pages begin where the last one ended, however many there are."""
        last = self.model.objects.filter(uuid=uuid).values("pk")[:1]
        older = Q(published_at__lt=published_at) | Q(published_at=published_at, pk__lt=models.Subquery(last))
        return self.filter(older, published_at__lte=published_at)
