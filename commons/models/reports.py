"""What people tell us is wrong, and what was taken down. A kind and a uuid, since anything may be meant."""

from datetime import datetime, timedelta
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow

CLAIM_LASTS = timedelta(hours=24)
COMPLAINT = "complaint"


class Wrong(models.TextChoices):
    """What is wrong with it, in the words of the form. At risk is kept in a table of its own."""

    UNKIND = "unkind", _("It is unkind")
    UNTRUE = "untrue", _("It is not true")
    PRIVATE = "private", _("It shows something private")
    COPYRIGHT = "copyright", _("It uses somebody’s words or picture without asking")
    OTHER = "other", _("Something else")


class Outcome(models.TextChoices):
    """What was decided about a report."""

    NOTHING = "nothing", _("Nothing is wrong")
    MENDED = "mended", _("It was put right")
    TAKEN_DOWN = "taken-down", _("It was taken down")


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> Self:
        """Not decided yet, oldest first."""
        return self.filter(decided_at=None).order_by("at", "pk")

    def decided(self) -> Self:
        """The newest decision first."""
        return self.filter(decided_at__isnull=False).order_by("-decided_at", "-pk")

    def for_organisers(self) -> Self:
        """Everything, complaints too."""
        return self.all()

    def for_checkers(self) -> Self:
        """What is wrong with a thing; complaints are for organisers."""
        return self.exclude(kind=COMPLAINT)

    def not_about(self, contact: UUID) -> Self:
        """Nobody decides about a report of their own words."""
        return self.exclude(about__contains=[contact])

    def filed_with(self, form_key: UUID) -> "Report | None":
        """What this form became when it was sent before."""
        return self.filter(form_key=form_key).first()


class Report(PublicRow):
    """One report about one thing, or a complaint about us."""

    kind = models.CharField(max_length=20)
    target = models.UUIDField(null=True)
    about = ArrayField(models.UUIDField(), default=list, help_text="The contacts whose it was when it was reported.")
    wrong = models.CharField(max_length=10, choices=Wrong)
    words = models.TextField()
    answer_to = models.EmailField(blank=True, help_text="Where they want our answer.")
    reporter = models.UUIDField(null=True, help_text="The member's uuid; empty for visitors.")
    form_key = models.UUIDField(unique=True, help_text="The form it came from: twice sent is once told.")
    at = models.DateTimeField()
    claimed_by = models.UUIDField(null=True)
    claimed_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    sentence = models.TextField(blank=True, help_text="What the reporter reads.")
    decided_by = models.UUIDField(null=True)
    decided_at = models.DateTimeField(null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(wrong__in=Wrong.values), name="at_risk_is_kept_elsewhere"),
            models.CheckConstraint(condition=Q(kind=COMPLAINT) ^ Q(target__isnull=False), name="reports_say_of_what"),
            models.CheckConstraint(
                condition=Q(claimed_by=None, claimed_at=None) | Q(claimed_by__isnull=False, claimed_at__isnull=False),
                name="report_claims_say_who_and_when",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", decided_at=None, decided_by=None)
                | (~Q(outcome="") & ~Q(sentence="") & Q(decided_at__isnull=False, decided_by__isnull=False)),
                name="decided_reports_say_all",
            ),
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(decided_at=None), name="report_waiting"),
            models.Index(fields=["kind", "target"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.uuid}"

    @property
    def is_complaint(self) -> bool:
        return self.kind == COMPLAINT

    def is_claimed_by_another(self, member: UUID, *, now: datetime) -> bool:
        """Whether a colleague has it in hand; a claim lapses after 24 hours."""
        return self.claimed_at is not None and now < self.claimed_at + CLAIM_LASTS and self.claimed_by != member

    def claim(self, *, by: UUID, at: datetime) -> None:
        """In this person's hand, for 24 hours."""
        self.claimed_by, self.claimed_at = by, at
        self.save(update_fields=["claimed_by", "claimed_at"])

    def decide(self, outcome: Outcome, *, sentence: str, by: UUID, at: datetime) -> bool:
        """Record what was decided. The first decision stands."""
        if self.decided_at is not None:
            return False
        self.outcome, self.sentence, self.decided_by, self.decided_at = outcome, sentence, by, at
        self.save(update_fields=["outcome", "sentence", "decided_by", "decided_at"])
        return True


class Takedown(PublicRow):
    """One thing that was taken down, why, and how it was before, so that there is a way back."""

    kind = models.CharField(max_length=20)
    target = models.UUIDField()
    wrong = models.CharField(max_length=10, choices=Wrong)
    report = models.ForeignKey(Report, on_delete=models.SET_NULL, null=True, related_name="takedowns")
    before = models.JSONField(default=dict, help_text="What its app needs to put it back.")
    is_quiet = models.BooleanField(default=False, help_text="For somebody's safety: no letters, and a lead's to end.")
    by = models.UUIDField()
    at = models.DateTimeField()
    put_back_by = models.UUIDField(null=True)
    put_back_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "target"], condition=Q(put_back_at=None), name="one_standing_takedown_a_thing"
            ),
            models.CheckConstraint(
                condition=Q(put_back_at=None, put_back_by=None)
                | Q(put_back_at__isnull=False, put_back_by__isnull=False),
                name="put_back_says_who_and_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target}"

    def put_back(self, *, by: UUID, at: datetime) -> None:
        """It stands again. The first time stays."""
        if self.put_back_at is None:
            self.put_back_by, self.put_back_at = by, at
            self.save(update_fields=["put_back_by", "put_back_at"])
