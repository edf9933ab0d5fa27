"""Who agreed to what, when and how: one dated record per person and story or quote, and its uses ticked one by one."""

from datetime import date, datetime
from typing import Self

from django.contrib.postgres.aggregates import BoolAnd
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now, TruncDate
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Contact, Member

# The wording people were shown, kept for ever under its number.
WORDING = {1: _("I agree that this story is used in the ways I ticked. I can change my mind at any time.")}
WORDING_NOW = max(WORDING)


class Use(models.TextChoices):
    """A use that is not ticked cannot happen."""

    MEMBERS = "members", _("Members of this network can read it")
    WEB = "web", _("Anyone on the web can read it")
    REPORT = "report", _("In the report of an event")
    SLIDES = "slides", _("On slides at a meeting")
    FUNDER = "funder", _("In a report to a funder")
    SOCIAL = "social", _("On social media")
    PRESS = "press", _("In the press")


class NamingLevel(models.TextChoices):
    """How much of a person is shown."""

    FULL = "name-role-organisation", _("Name, role and organisation")
    ROLE = "role-sector", _("Role and sector, no name")
    PLACE = "place", _("Place only")
    MADE_UP = "made-up", _("A made-up name")
    NONE = "none", _("Not named at all")


class ConsentQuerySet(models.QuerySet["Consent"]):
    def live(self) -> Self:
        """Released, not ended and not past its review day, by the database's clock."""
        return self.filter(_is_live())

    def for_use(self, use: Use) -> Self:
        """What is open to the web is open to members too."""
        return self.filter(_is_for(use))

    def all_allow(self, use: Use) -> models.Subquery:
        """Whether there is one, and every one of these allows this use now."""
        # One look-up by index for each story. As two EXISTS the second was read from beginning to end: 11 of 15 ms
        # for a page of 21 out of 10,000.
        allows = BoolAnd(models.ExpressionWrapper(_is_live() & _is_for(use), output_field=models.BooleanField()))
        return models.Subquery(self.order_by().values("story").annotate(all=allows).values("all"))

    def about(self, story: "models.OuterRef | models.Model") -> Self:
        """What each person last said about the whole story, whether their yes still stands or not."""
        return self.filter(story=story, quote=None, is_replaced=False)


def _is_live() -> Q:
    today = TruncDate(Now())
    return Q(released_at__isnull=False, ended_at=None) & (Q(review_on=None) | Q(review_on__gte=today))


def _is_for(use: Use) -> Q:
    ticked = Q(uses__contains=[use])
    return ticked | Q(uses__contains=[Use.WEB]) if use == Use.MEMBERS else ticked


class Consent(PublicRow):
    """A person's agreement, or the published source that a retold true case rests on."""

    class Basis(models.TextChoices):
        PERSON = "person", _("a person agreed")
        SOURCE = "source", _("retold from a published source")

    story = models.ForeignKey("stories.Story", on_delete=models.CASCADE, related_name="consents")
    quote = models.ForeignKey("stories.Quote", on_delete=models.CASCADE, null=True, blank=True, related_name="consents")
    # Somebody who could be recognised; their row may be left out of the story, what they agreed to stays on record.
    person = models.ForeignKey(
        "stories.PersonInStory", on_delete=models.SET_NULL, null=True, blank=True, related_name="consents"
    )
    basis = models.CharField(max_length=6, choices=Basis, default=Basis.PERSON)
    # The tie to the person is here and not on the byline, so that a made-up name's owner is not one attribute away.
    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    source_title = models.CharField(max_length=200, blank=True)
    source_publisher = models.CharField(max_length=200, blank=True)
    source_year = models.PositiveSmallIntegerField(null=True, blank=True)
    source_url = models.URLField(blank=True)
    uses = ArrayField(models.CharField(max_length=8, choices=Use), default=list)
    naming = models.CharField(max_length=24, choices=NamingLevel, default=NamingLevel.FULL)
    wording = models.PositiveSmallIntegerField(default=WORDING_NOW)
    how = models.CharField(max_length=80, blank=True, help_text="On this site, on paper, by phone …")
    recorded_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True, help_text="Their yes to the final text.")
    released_version = models.PositiveIntegerField(
        null=True, blank=True, help_text="The words they last said yes to, also when those have changed since."
    )
    review_on = models.DateField(null=True, blank=True)
    noted_on = models.DateField(null=True, blank=True, help_text="When they were last asked whether it is all right.")
    ended_at = models.DateTimeField(null=True, blank=True)
    is_replaced = models.BooleanField(
        default=False, db_default=False, help_text="The same person agreed anew, in other ways."
    )

    objects = ConsentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(basis="person", contact__isnull=False, source_title="")
                | (Q(basis="source", contact=None, quote=None) & ~Q(source_title="")),
                name="consent_has_one_basis",
            ),
            models.UniqueConstraint(
                fields=["story", "contact"],
                condition=Q(ended_at=None, quote=None, contact__isnull=False),
                name="one_open_agreement_a_person",
            ),
            models.CheckConstraint(
                condition=Q(basis="source") | Q(review_on__isnull=False), name="agreement_is_asked_again"
            ),
        ]
        indexes = [models.Index(fields=["story"], condition=Q(quote=None, is_replaced=False), name="consent_said_last")]

    def __str__(self) -> str:
        return f"{self.basis} {self.story_id}"

    def release(self, *, at: datetime, version: int | None = None) -> None:
        """Their yes to the final text. The first answer stands."""
        if self.released_at is None:
            self.released_at, self.released_version = at, version
            self.save(update_fields=["released_at", "released_version"])

    @property
    def is_open(self) -> bool:
        """Not taken back, whether released or not."""
        return self.ended_at is None

    @property
    def lets_people_read(self) -> bool:
        """Whether anyone, members or the web, was ticked."""
        return bool({Use.MEMBERS, Use.WEB} & set(self.uses))

    def end(self, *, at: datetime) -> None:
        """Taken back. It counts at the next request."""
        if self.ended_at is None:
            self.ended_at = at
            self.save(update_fields=["ended_at"])


def review_day(given: date) -> date:
    """24 months later, when it is asked again."""
    return given.replace(year=given.year + 2, day=min(given.day, 28))
