"""What a pledge said before it was changed."""

from django.db import models
from django.db.models import F, Q

from collab.kit.models import PublicRow
from pledges.models.pledges import Pledge


class Move(PublicRow):
    """One change of its words or its date, with both as they were and as they became."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="moves")
    was_act = models.TextField()
    act = models.TextField()
    was_by_on = models.DateField(null=True, blank=True)
    by_on = models.DateField(null=True, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(act=F("was_act"))
                | Q(by_on=None, was_by_on__isnull=False)
                | Q(by_on__isnull=False, was_by_on=None)
                | Q(~Q(by_on=F("was_by_on")), by_on__isnull=False, was_by_on__isnull=False),
                name="a_move_changes_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.was_by_on} to {self.by_on}"

    @property
    def is_reworded(self) -> bool:
        return self.act != self.was_act

    @property
    def is_redated(self) -> bool:
        return self.by_on != self.was_by_on

    @property
    def was_sentence(self) -> str:
        """With “I will” before it, as it was read out."""
        return f"I will {self.was_act}"
