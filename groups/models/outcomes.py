"""What a group wants to change, and how far it is."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from groups.models.groups import Group
from members.models import Member

# A ground breaker tests three or four things; more are no test.
MOST_FOR_BREAKERS, MOST_FOR_OTHERS = 4, 12


class OutcomeQuerySet(models.QuerySet["Outcome"]):
    def wanted(self) -> Self:
        """Those that were not let go."""
        return self.exclude(state=Outcome.State.LET_GO)

    def in_order(self) -> Self:
        """As they were written, let go ones last, each with the `last_line` that was said of it."""
        lines = OutcomeStep.objects.filter(outcome=models.OuterRef("pk")).order_by("-at", "-pk")
        rows = self.annotate(last_line=models.Subquery(lines.values("line")[:1]))
        return rows.order_by(models.Case(models.When(state="let-go", then=1), default=0), "made_at", "pk")


class Outcome(PublicRow):
    """One thing that will be different."""

    class State(models.TextChoices):
        HOPED = "hoped", _("Hoped for")
        BEGUN = "begun", _("Begun")
        SEEN = "seen", _("Seen")
        LET_GO = "let-go", _("Let go")

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="outcomes")
    words = models.CharField(max_length=200)
    sign = models.CharField(max_length=200, blank=True, help_text="How they will know.")
    state = models.CharField(max_length=6, choices=State, default=State.HOPED)
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    objects = OutcomeQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="an_outcome_says_what")]

    def __str__(self) -> str:
        return self.words[:60]

    @property
    def tone(self) -> str:
        """How its tag looks: seen is done, begun is on its way, the others are quiet."""
        return {self.State.SEEN.value: "done", self.State.BEGUN.value: "due"}.get(self.state, "plain")

    def move(self, state: str, *, at: datetime) -> None:
        """How far it is now; each change is kept as a step."""
        self.state, self.changed_at = state, at
        self.save(update_fields=["state", "changed_at"])


class OutcomeStep(models.Model):
    """One change of state, with a line on why."""

    outcome = models.ForeignKey(Outcome, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=6, choices=Outcome.State)
    line = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return f"{self.outcome_id} {self.state}"
