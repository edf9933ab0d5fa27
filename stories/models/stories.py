"""A story, its five answers, its state, and the one door to it."""

from datetime import datetime, timedelta
from itertools import chain, count
from typing import Self
from uuid import UUID

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import F, Q
from django.db.models.functions import Now
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from commons.models import audit
from groups.models import Group
from members.models import Contact, Member, Organisation, Place, Sector, Topic
from stories.models.consent import Consent, Use

CLAIM_LASTS = timedelta(hours=24)
WORDS_A_MINUTE = 200


class Box(models.TextChoices):
    """The four boxes."""

    LEADERSHIP = "leadership", _("How things are decided")
    PRACTICE = "practice", _("What it is like for people")
    CONDITIONS = "conditions", _("The rules, money and data")
    WORKFORCE = "workforce", _("How it is to work here")


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
            state=Story.State.PUBLISHED,
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
            models.Exists(ended), state__in=[Story.State.WITHDRAWN, Story.State.PUBLISHED], published_at__isnull=False
        )

    def told_by(self, member: Member) -> Self:
        """Their own, in any state."""
        return self.filter(teller=member.contact_id)

    def to_check(self) -> Self:
        """The checkers' queue, oldest first."""
        return self.filter(state__in=WAITING).order_by("submitted_at", "pk")

    def due_to_publish(self, late: timedelta = timedelta()) -> Self:
        """Everyone said yes, and the wait is over by the database's clock."""
        return self.filter(state=Story.State.APPROVED, publish_at__lte=Now() - late)

    def held(self) -> Self:
        """What the safeguarding lead has to look at, oldest first."""
        return self.filter(state=Story.State.HELD).order_by("submitted_at", "pk")

    def checkable_by(self, member: Member) -> Self:
        """Checkers open what waits and what is public; what is held is for the safeguarding lead alone."""
        states: list[str] = []
        if member.has_role("moderator"):
            states += [*WAITING, Story.State.APPROVED, Story.State.PUBLISHED]
        if member.has_role("safeguarding"):
            states.append(Story.State.HELD)
        return self.filter(state__in=states)

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


class Story(PublicRow):
    """Five answers by a teller. Any change of words after a check makes it unchecked again."""

    class Kind(models.TextChoices):
        OURS = "ours", _("A story of ours")
        ELSEWHERE = "elsewhere", _("An example from elsewhere")
        SEQUEL = "sequel", _("What came next")
        PERSONA = "persona", _("An invented person")

    class State(models.TextChoices):
        DRAFT = "draft", _("not sent yet")
        SUBMITTED = "submitted", _("waiting for a check")
        IN_REVIEW = "in-review", _("being checked")
        CHANGES_ASKED = "changes-asked", _("back with you")
        APPROVED = "approved", _("checked, waiting for your yes")
        DECLINED = "declined", _("not for this site")
        HELD = "held", _("held")
        PUBLISHED = "published", _("published")
        HIDDEN = "hidden", _("hidden")
        WITHDRAWN = "withdrawn", _("taken down")
        EXPIRED = "expired", _("asked again, no answer")

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=120, blank=True)
    standfirst = models.CharField(max_length=300, blank=True)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.OURS)
    is_invented = models.BooleanField(default=False, help_text="Labelled so, wherever it is read.")
    who_was_there = models.TextField(blank=True)
    what_was_wrong = models.TextField(blank=True)
    what_we_did = models.TextField(blank=True)
    what_changed = models.TextField(blank=True)
    what_we_would_tell = models.TextField(blank=True)
    # [{"text": "A hall with no end date", "sector": "faith"}]
    took = models.JSONField(default=list, blank=True)
    # [{"word": "ICB", "meaning": "…"}] until the glossary is an app of its own
    words_explained = models.JSONField(default=list, blank=True)
    content_note = models.CharField(max_length=200, blank=True)
    place = models.ForeignKey(Place, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    place_text = models.CharField(max_length=160, blank=True)
    when_text = models.CharField(max_length=80, blank=True)
    lead_sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    sectors = models.ManyToManyField(Sector, blank=True, related_name="+")
    topics = models.ManyToManyField(Topic, blank=True, related_name="+")
    organisations = models.ManyToManyField(Organisation, blank=True, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    boxes = ArrayField(models.CharField(max_length=12, choices=Box), default=list, blank=True)
    made_possible = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    why_chosen = ArrayField(models.CharField(max_length=80), default=list, blank=True)
    picture = models.ImageField(upload_to="stories/", blank=True)
    picture_alt = models.CharField(max_length=300, blank=True)
    picture_credit = models.CharField(max_length=120, blank=True)
    picture_focus_x = models.PositiveSmallIntegerField(default=50)
    picture_focus_y = models.PositiveSmallIntegerField(default=50)

    teller = models.ForeignKey(Contact, on_delete=models.PROTECT, null=True, related_name="+")
    form_key = models.UUIDField(null=True, unique=True, help_text="The form it began with: twice sent is once begun.")
    state = models.CharField(max_length=14, choices=State, default=State.DRAFT)
    version = models.PositiveIntegerField(default=1)
    moderated_version = models.PositiveIntegerField(null=True, blank=True)
    # A column and not a comparison of two: PostgreSQL knows how often it is true, and reads the newest by the index.
    is_moderated = models.GeneratedField(
        expression=models.ExpressionWrapper(Q(moderated_version=F("version")), output_field=models.BooleanField()),
        output_field=models.BooleanField(null=True),
        db_persist=True,
    )
    moderated_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    claimed_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True, help_text="Everyone said yes, and it waits until then.")
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    pledge_count = models.PositiveIntegerField(default=0, help_text="Kept by the pledges app.")

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stories"
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_at__isnull=False, moderated_version__isnull=False, title__gt=""),
                name="published_stories_were_checked",
            ),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="claims_say_who_and_when",
            ),
        ]
        indexes = [
            models.Index(
                fields=["-published_at", "-id"],
                condition=Q(state="published", is_moderated=True),
                name="story_published",
            ),
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="story_to_publish"),
            models.Index(
                fields=["submitted_at"], condition=Q(state__in=["submitted", "in-review"]), name="story_to_check"
            ),
        ]

    def __str__(self) -> str:
        return self.title or self.slug

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.slug])

    @property
    def minutes(self) -> int:
        """How long it takes to read, at 200 words a minute."""
        words = sum(len(getattr(self, name).split()) for name in ANSWERS)
        return max(1, round(words / WORDS_A_MINUTE))

    @property
    def is_changeable(self) -> bool:
        """Whether its teller may change it as it is. What waits for a check is taken back first."""
        return self.state in CHANGEABLE

    @property
    def is_waiting(self) -> bool:
        return self.state in WAITING

    @property
    def is_held(self) -> bool:
        return self.state == Story.State.HELD

    @property
    def is_checked(self) -> bool:
        """Whether a checker said yes to these very words."""
        return self.moderated_version == self.version and self.state in {Story.State.APPROVED, Story.State.PUBLISHED}

    def is_claimed(self, *, now: datetime) -> bool:
        """Whether a checker has it in hand; a claim lapses after 24 hours."""
        return self.claimed_at is not None and now < self.claimed_at + CLAIM_LASTS

    def is_claimed_by_another(self, member: Member, *, now: datetime) -> bool:
        return self.is_claimed(now=now) and self.claimed_by_id != member.pk

    def belong_to(self, group: Group | None) -> None:
        """The group whose page shows it. No word changes, so nobody is asked again."""
        self.group = group
        self.save(update_fields=["group"])

    def move_to(self, state: "Story.State") -> None:
        """Another state, and in nobody's hand."""
        self.state, self.claimed_by, self.claimed_at, self.publish_at = state, None, None, None
        self.save(update_fields=["state", "claimed_by", "claimed_at", "publish_at", "changed_at"])

    def claim(self, *, by: Member, at: datetime) -> None:
        """In this checker's hand, for 24 hours."""
        self.state, self.claimed_by, self.claimed_at = Story.State.IN_REVIEW, by, at
        self.save(update_fields=["state", "claimed_by", "claimed_at", "changed_at"])

    def approve(self, *, by: Member) -> None:
        """These words, and no later ones, may be published once the teller says yes."""
        self.moderated_version, self.moderated_by = self.version, by
        self.save(update_fields=["moderated_version", "moderated_by"])
        self.move_to(Story.State.APPROVED)

    def publish(self, *, at: datetime) -> None:
        """Open to the readers its consent names. The first time stands as its date."""
        self.published_at = self.published_at or at
        self.slug = self.slug if not self.slug.startswith(DRAFT_SLUG) else free_slug(self.title)
        self.save(update_fields=["published_at", "slug"])
        self.move_to(Story.State.PUBLISHED)

    def is_told_by(self, user: Member | AnonymousUser) -> bool:
        return isinstance(user, Member) and self.teller_id is not None and self.teller_id == user.contact_id


def use_of(reader: Member | AnonymousUser) -> Use:
    """Visitors read on the web; what is open to members is more."""
    return Use.WEB if isinstance(reader, AnonymousUser) else Use.MEMBERS


def free_slug(title: str) -> str:
    """An address from the title that no other story has."""
    stem = slugify(title)[:100].strip("-") or "story"
    taken = set(Story.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | KEPT_FOR_PAGES
    candidates = chain([stem], (f"{stem}-{n}" for n in count(2)))
    return next(slug for slug in candidates if slug not in taken)


# A draft has an address of its own kind until it is published, so that its title stays out of every log.
DRAFT_SLUG = "draft-"
KEPT_FOR_PAGES = {"new", "mine", "release", "withdraw", "agree", "still"}
WAITING = [Story.State.SUBMITTED, Story.State.IN_REVIEW]
CHANGEABLE = [Story.State.DRAFT, Story.State.CHANGES_ASKED, Story.State.APPROVED, Story.State.PUBLISHED]
ANSWERS = ["who_was_there", "what_was_wrong", "what_we_did", "what_changed", "what_we_would_tell"]
