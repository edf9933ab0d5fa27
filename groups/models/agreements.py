"""How the people of a group want to work together: versions of a text, and who has said yes to each."""

from datetime import date, datetime
from typing import Self

from django.db import models
from django.db.models import Q

from collab.kit.models import PublicRow
from groups.models.groups import Group
from members.models import Member


class AgreementQuerySet(models.QuerySet["Agreement"]):
    def newest_first(self) -> Self:
        """All versions, with how many have said yes and who wrote them."""
        counted = self.annotate(how_many=models.Count("yeses")).select_related("proposed_by__contact")
        return counted.order_by("-version")


class Agreement(PublicRow):
    """One version of a working agreement. It holds from `agreed_at`; until then the one before it does."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="agreements")
    version = models.PositiveSmallIntegerField()
    text = models.TextField()
    proposed_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, related_name="+")
    proposed_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True, blank=True)
    review_on = models.DateField(help_text="When the group looks at it again.")

    objects = AgreementQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["group", "version"], name="one_agreement_a_version"),
            models.CheckConstraint(condition=~Q(text=""), name="an_agreement_has_words"),
        ]

    def __str__(self) -> str:
        return f"{self.group_id} version {self.version}"

    @property
    def holds(self) -> bool:
        return self.agreed_at is not None

    def is_due(self, today: date) -> bool:
        """Whether its day of review has come."""
        return self.holds and self.review_on <= today

    def settle(self, *, at: datetime) -> None:
        """It holds from now on. The first time stands."""
        if self.agreed_at is None:
            self.agreed_at = at
            self.save(update_fields=["agreed_at"])

    def keep(self, *, until: date) -> None:
        """Looked at and still right, until that day."""
        self.review_on = until
        self.save(update_fields=["review_on"])


class Agreed(models.Model):
    """One member's yes to one version."""

    agreement = models.ForeignKey(Agreement, on_delete=models.CASCADE, related_name="yeses")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["agreement", "member"], name="one_yes_a_person")]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.member_id}"
