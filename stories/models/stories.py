"""A story, its five answers, its state, and the one door to it."""

import re
from datetime import datetime, timedelta
from itertools import chain, count

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from commons.models import OldAddress
from groups.models import Group
from members.models import Contact, Member, Organisation, Place, Sector, Topic
from stories.models.doors import StoryQuerySet
from stories.models.states import CHANGEABLE, WAITING, StoryState

CLAIM_LASTS = timedelta(hours=24)
WORDS_A_MINUTE = 200


class Box(models.TextChoices):
    """The four boxes."""

    LEADERSHIP = "leadership", _("How things are decided")
    PRACTICE = "practice", _("What it is like for people")
    CONDITIONS = "conditions", _("The rules, money and data")
    WORKFORCE = "workforce", _("How it is to work here")


class Story(PublicRow):
    """Five answers by a teller. Any change of words after a check makes it unchecked again."""

    class Kind(models.TextChoices):
        OURS = "ours", _("A story of ours")
        ELSEWHERE = "elsewhere", _("An example from elsewhere")
        SEQUEL = "sequel", _("What came next")
        PERSONA = "persona", _("An invented person")

    State = StoryState

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
    # Who was not sure, or said no before its teller asked for somebody else: another one decides.
    passed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    begun_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    publish_at = models.DateTimeField(null=True, blank=True, help_text="Everyone said yes, and it waits until then.")
    published_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    takes_questions = models.BooleanField(
        default=False, db_default=False, help_text="Its teller lets members ask how it was done."
    )
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

    def move_to(self, state: StoryState) -> None:
        """Another state, and in nobody's hand."""
        self.state, self.claimed_by, self.claimed_at, self.publish_at = state, None, None, None
        self.save(update_fields=["state", "claimed_by", "claimed_at", "publish_at", "changed_at"])
        words = apps.get_model("stories.StoryWords").objects
        if state == StoryState.PUBLISHED:
            words.index(self)
        else:
            words.filter(story=self).delete()

    def claim(self, *, by: Member, at: datetime) -> None:
        """In this checker's hand, for 24 hours."""
        self.state, self.claimed_by, self.claimed_at = Story.State.IN_REVIEW, by, at
        self.save(update_fields=["state", "claimed_by", "claimed_at", "changed_at"])

    def give_to_another_than(self, member: Member | None) -> None:
        """It waits for a check again, and not by this person."""
        self.passed_by = member
        self.save(update_fields=["passed_by"])
        self.move_to(Story.State.SUBMITTED)

    def go_back_to(self, state: str, *, by: Member, at: datetime) -> None:
        """As it stood before this person's last decision: checked or not, and in their hand where it was."""
        if state in WAITING:
            # What was decided just now was that it is checked, or that somebody else looks.
            self.moderated_version, self.passed_by = None, None if self.passed_by_id == by.pk else self.passed_by
            self.save(update_fields=["moderated_version", "passed_by"])
        self.move_to(Story.State(state))
        if state == Story.State.IN_REVIEW:
            self.claim(by=by, at=at)

    def approve(self, *, by: Member) -> None:
        """These words, and no later ones, may be published once the teller says yes."""
        self.moderated_version, self.moderated_by = self.version, by
        self.save(update_fields=["moderated_version", "moderated_by"])
        self.move_to(Story.State.APPROVED)

    def publish(self, *, at: datetime) -> None:
        """Open to the readers its consent names. The first time stands as its date."""
        self.published_at = self.published_at or at
        before, self.slug = self.slug, address_of(self.title, self.slug)
        self.save(update_fields=["published_at", "slug"])
        if self.slug != before and not before.startswith(DRAFT_SLUG):
            OldAddress.objects.move(reverse("story", args=[before]), self.get_absolute_url())
        self.move_to(Story.State.PUBLISHED)

    def is_told_by(self, user: Member | AnonymousUser) -> bool:
        return isinstance(user, Member) and self.teller_id is not None and self.teller_id == user.contact_id


def address_of(title: str, slug: str) -> str:
    """The address it has, while that is its title's; else a new one."""
    return slug if re.fullmatch(rf"{stem_of(title)}(?:-\d+)?", slug) else free_slug(title)


def stem_of(title: str) -> str:
    """How an address says a title."""
    return slugify(title)[:100].strip("-") or "story"


def free_slug(title: str) -> str:
    """An address from the title that no other story has."""
    stem = stem_of(title)
    taken = set(Story.objects.filter(slug__startswith=stem).values_list("slug", flat=True)) | KEPT_FOR_PAGES
    candidates = chain([stem], (f"{stem}-{n}" for n in count(2)))
    return next(slug for slug in candidates if slug not in taken)


# A draft has an address of its own kind until it is published, so that its title stays out of every log.
DRAFT_SLUG = "draft-"
KEPT_FOR_PAGES = {"asked", "kept", "feed", "appeal", "new", "mine", "release", "withdraw", "agree", "still"}
ANSWERS = ["who_was_there", "what_was_wrong", "what_we_did", "what_changed", "what_we_would_tell"]
