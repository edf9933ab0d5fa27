"""What becomes of a live pledge when its maker leaves an organisation."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Contact
from pledges.models.pledges import Pledge


class Fate(models.TextChoices):
    """The three answers, all equal."""

    TAKE = "take", _("Take it with me")
    PASS_ON = "pass-on", _("Pass it on to somebody here")
    LET_GO = "let-go", _("Let it go")


class HandOverQuerySet(models.QuerySet["HandOver"]):
    def open(self) -> Self:
        """Neither yes nor no yet."""
        return self.filter(answered_at=None)

    def to(self, contact: Contact) -> Self:
        """For this person to answer, about pledges that still go on."""
        live = [Pledge.State.MADE, Pledge.State.GOING, Pledge.State.STUCK]
        return self.open().filter(to_contact=contact, pledge__state__in=live)


class HandOver(PublicRow):
    """A colleague is asked to take a pledge on. Until they say yes it stays with its maker."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="handovers")
    from_contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    to_contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    said_yes = models.BooleanField(null=True, blank=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["pledge"], condition=Q(answered_at=None), name="one_open_hand_over"),
            models.CheckConstraint(
                condition=Q(answered_at=None, said_yes=None) | Q(answered_at__isnull=False, said_yes__isnull=False),
                name="answered_hand_overs_say_what",
            ),
            models.CheckConstraint(condition=~Q(to_contact=F("from_contact")), name="handed_over_to_another"),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} to {self.to_contact_id}"

    def answer(self, *, yes: bool, at: datetime) -> None:
        """Yes or no. The first answer stands."""
        if self.answered_at is None:
            self.said_yes, self.answered_at = yes, at
            self.save(update_fields=["said_yes", "answered_at"])
