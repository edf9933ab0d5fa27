"""Reports that somebody may be at risk: a table, a role and a door of their own. Each look is on record."""

from datetime import datetime
from typing import Self
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from commons.models.audit import audit


class Ending(models.TextChoices):
    """What the safeguarding lead decided."""

    PASSED_ON = "passed-on", _("Passed on to the council or the police")
    HELPED = "helped", _("Helped by people here")
    NO_RISK = "no-risk", _("Nobody is at risk")


class RiskReportQuerySet(models.QuerySet["RiskReport"]):
    def for_lead(self, contact: UUID) -> Self:
        """What this lead may open: never a report about themselves, or about something of theirs."""
        return self.exclude(about__contains=[contact])

    def waiting(self) -> Self:
        """Not ended yet, oldest first."""
        return self.filter(ended_at=None).order_by("at", "pk")

    def ended(self) -> Self:
        """The newest ending first."""
        return self.filter(ended_at__isnull=False).order_by("-ended_at", "-pk")

    def filed_with(self, form_key: UUID) -> "RiskReport | None":
        """What this form became when it was sent before."""
        return self.filter(form_key=form_key).first()

    @transaction.atomic
    def read(self, uuid: UUID, *, by: UUID, contact: UUID) -> "RiskReport | None":
        """The one way to its words: the row and the record of this look, in one transaction."""
        report = self.for_lead(contact).filter(uuid=uuid).first()
        if report is not None:
            audit("safeguarding.read", by=by, kind="risk-report", target=uuid)
        return report


class RiskReport(PublicRow):
    """Somebody may be at risk. Only a safeguarding lead reads it."""

    kind = models.CharField(max_length=20)
    target = models.UUIDField()
    about = ArrayField(models.UUIDField(), default=list, help_text="The contacts whose it was when it was reported.")
    words = models.TextField()
    answer_to = models.EmailField(blank=True)
    reporter = models.UUIDField(null=True)
    form_key = models.UUIDField(unique=True)
    at = models.DateTimeField()
    ending = models.CharField(max_length=10, choices=Ending, blank=True)
    ended_by = models.UUIDField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = RiskReportQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ending="", ended_at=None, ended_by=None)
                | (~Q(ending="") & Q(ended_at__isnull=False, ended_by__isnull=False)),
                name="ended_risk_reports_say_all",
            ),
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @transaction.atomic
    def end(self, ending: Ending, *, by: UUID, at: datetime) -> bool:
        """What was decided. The first decision stands."""
        if self.ended_at is not None:
            return False
        self.ending, self.ended_by, self.ended_at = ending, by, at
        self.save(update_fields=["ending", "ended_by", "ended_at"])
        audit("safeguarding.decided", by=by, kind="risk-report", target=self.uuid, ending=ending.value)
        return True

    @transaction.atomic
    def note(self, words: str, *, by: UUID, at: datetime) -> None:
        """What a lead wants to remember about it."""
        self.notes.create(words=words, by=by, at=at)
        audit("safeguarding.noted", by=by, kind="risk-report", target=self.uuid)


class RiskNote(models.Model):
    """One thing a lead wrote about a report. It goes with the report."""

    report = models.ForeignKey(RiskReport, on_delete=models.CASCADE, related_name="notes")
    words = models.TextField()
    by = models.UUIDField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.at}"
