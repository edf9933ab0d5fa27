"""Thanks for a pledge that was kept. Nobody counts them."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q

from members.models import Contact, Member, Profile
from pledges.models.pledges import Pledge


class ThanksQuerySet(models.QuerySet["Thanks"]):
    def for_pledges_of(self, contact: Contact) -> Self:
        """Said to this person."""
        return self.filter(pledge__contact=contact.pk, pledge__confirmed_at__isnull=False)

    def shown_to(self, member: Member, pledge: Pledge) -> Self:
        """Its maker reads all; other members the names of those whom they may find, and of themselves."""
        said = self.filter(pledge=pledge, by__is_active=True).select_related("by__contact").order_by("said_at", "pk")
        if pledge.is_by(member):
            return said
        return said.filter(Q(by__in=Profile.objects.visible_to(member).values("member")) | Q(by=member))

    def untold(self, *, before: datetime) -> Self:
        """In no email yet."""
        return self.filter(told_at=None, said_at__lt=before, pledge__state=Pledge.State.KEPT, by__is_active=True)


class Thanks(models.Model):
    """One member's thanks for one kept pledge. The line is for its maker alone."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="thanks")
    by = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="+")
    line = models.CharField(max_length=200, blank=True)
    said_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True)

    objects = ThanksQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "thanks"
        constraints = [models.UniqueConstraint(fields=["pledge", "by"], name="thanked_once")]
        indexes = [models.Index(fields=["said_at"], condition=Q(told_at=None), name="thanks_untold")]

    def __str__(self) -> str:
        return f"{self.pledge_id} by {self.by_id}"
