"""Who told it, who is in it, and what they said, each with their own way of being named."""

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Sector
from stories.models.consent import Consent, NamingLevel
from stories.models.stories import Story


class Byline(models.Model):
    """A name above the story, as it is shown. It knows nothing of the person behind it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="byline")
    shown_as = models.CharField(max_length=120)
    detail = models.CharField(max_length=160, blank=True, help_text="Role, organisation or place.")
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, related_name="+")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.shown_as


class PersonInStory(PublicRow):
    """Somebody who could be recognised, and what was settled with them. One open row blocks publication."""

    class Settled(models.TextChoices):
        OPEN = "open", _("not asked yet")
        AGREED = "agreed", _("asked, and agreed")
        DISGUISED = "disguised", _("changed, so that nobody knows them")
        PUBLIC_ROLE = "public-role", _("named for a public job only")
        NOT_NEEDED = "not-needed", _("nobody could recognise them")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="people")
    shown_as = models.CharField(max_length=120)
    detail = models.CharField(max_length=160, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, related_name="+")
    settled = models.CharField(max_length=12, choices=Settled, default=Settled.OPEN)
    is_shown = models.BooleanField(default=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        verbose_name_plural = "people in stories"
        constraints = [models.UniqueConstraint(fields=["story", "shown_as"], name="one_row_a_person_in_a_story")]

    def __str__(self) -> str:
        return self.shown_as

    @property
    def is_asked(self) -> bool:
        """Whether we wrote to them and wait for their answer; reads `asks`, which a list has fetched before."""
        return any(asked.answered_at is None for asked in self.asks.all())

    @property
    def is_shown_to_readers(self) -> bool:
        """Whether the page names them."""
        return self.is_shown and self.settled in NAMED


NAMED = [PersonInStory.Settled.AGREED, PersonInStory.Settled.PUBLIC_ROLE]


class QuoteQuerySet(models.QuerySet["Quote"]):
    def agreed(self) -> Self:
        """Those somebody has agreed to and not taken back, whether the final words were seen or not."""
        return self.filter(models.Exists(Consent.objects.filter(quote=models.OuterRef("pk"), ended_at=None)))


class Quote(PublicRow):
    """Words somebody said, with their own naming level and consent."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="quotes")
    words = models.TextField()
    naming = models.CharField(max_length=24, choices=NamingLevel, default=NamingLevel.NONE)
    shown_as = models.CharField(max_length=160, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, related_name="+")
    after = models.CharField(max_length=20, default="what_we_did", help_text="The answer it stands below.")
    taken_out_at = models.DateTimeField(null=True, blank=True, help_text="Its speaker took it back; then it goes.")
    is_pulled = models.BooleanField(default=True, db_default=True, help_text="Shown large.")
    order = models.PositiveSmallIntegerField(default=0)

    objects = QuoteQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]

    def __str__(self) -> str:
        return self.words[:60]

    def show(self, naming: str, shown_as: str) -> None:
        """Another level, with its words: one statement, so no reader sees the one without the other."""
        self.naming, self.shown_as = naming, shown_as
        self.save(update_fields=["naming", "shown_as"])
