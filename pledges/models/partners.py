"""Who stands beside a pledge: asked, and there once they said yes."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models import Contact
from pledges.models.pledges import Pledge
from pledges.models.states import LIVE

WAITS_FOR = timedelta(days=14)


class PartnerAskQuerySet(models.QuerySet["PartnerAsk"]):
    def standing(self) -> Self:
        """Waiting for an answer, or said yes to and still so."""
        return self.filter(ended_at=None)

    def to(self, contact: Contact, *, now: datetime) -> Self:
        """For this person to answer, about pledges that still go on."""
        waiting = self.standing().filter(answered_at=None, lapses_at__gt=now)
        return waiting.filter(to_contact=contact, pledge__state__in=LIVE)


class PartnerAsk(PublicRow):
    """Somebody is asked to be a pledge's partner, who sees all of it, or its backer, who sees one line."""

    class Role(models.TextChoices):
        PARTNER = "partner", _("partner")
        BACKER = "backer", _("backer")

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="partner_asks")
    role = models.CharField(max_length=7, choices=Role)
    # Empty while a link was handed over and nobody has said their name.
    to_contact = models.ForeignKey(Contact, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    asked_at = models.DateTimeField()
    lapses_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True, blank=True)
    said_yes = models.BooleanField(null=True, blank=True)
    # A no, a step back, an end by the one who pledged, or another person asked instead.
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = PartnerAskQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["pledge", "role"], condition=Q(ended_at=None), name="one_partner_a_role"),
            models.CheckConstraint(
                condition=Q(answered_at=None, said_yes=None) | Q(answered_at__isnull=False, said_yes__isnull=False),
                name="answered_partners_say_what",
            ),
            models.CheckConstraint(
                condition=Q(said_yes=None) | Q(to_contact__isnull=False), name="who_answers_has_a_name"
            ),
            models.CheckConstraint(
                condition=~Q(said_yes=False) | Q(ended_at__isnull=False), name="after_a_no_it_is_over"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pledge_id} {self.role} {self.to_contact_id}"

    @property
    def is_backer(self) -> bool:
        return self.role == self.Role.BACKER

    @property
    def is_there(self) -> bool:
        """Whether they said yes and still stand beside it."""
        return bool(self.said_yes) and self.ended_at is None

    def is_waiting(self, now: datetime) -> bool:
        """Whether an answer can still come."""
        return self.answered_at is None and self.ended_at is None and now < self.lapses_at

    def name(self, contact: Contact, *, at: datetime) -> None:
        """Whoever was handed the link says who they are, and has two weeks from now."""
        self.to_contact, self.lapses_at = contact, at + WAITS_FOR
        self.save(update_fields=["to_contact", "lapses_at"])

    def answer(self, *, yes: bool, at: datetime) -> None:
        """Yes or no. The first answer stands."""
        if self.is_waiting(at):
            self.said_yes, self.answered_at, self.ended_at = yes, at, None if yes else at
            self.save(update_fields=["said_yes", "answered_at", "ended_at"])

    def end(self, *, at: datetime) -> None:
        """Over, whoever says so. The first end stands."""
        if self.ended_at is None:
            self.ended_at = at
            self.save(update_fields=["ended_at"])
