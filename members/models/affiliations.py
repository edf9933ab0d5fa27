"""A person's tie to an organisation: asked for, confirmed, and ended when they leave."""

from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models.accounts import Member
from members.models.organisations import Organisation
from members.models.people import Contact

# After a no.
ASK_AGAIN_AFTER = timedelta(days=30)


class AffiliationQuerySet(models.QuerySet["Affiliation"]):
    def live(self) -> Self:
        """Confirmed, and not ended."""
        return self.filter(state=Affiliation.State.CONFIRMED, ended_at=None)

    def waiting(self) -> Self:
        """Asked for, and not answered; the oldest first."""
        return self.filter(state=Affiliation.State.ASKED).order_by("asked_at", "pk")

    def of(self, member: Member) -> Self:
        """This person's own."""
        return self.filter(contact=member.contact_id)

    def decidable_by(self, member: Member) -> Self:
        """At the organisations that this person edits, apart from their own wish."""
        edited = Affiliation.objects.live().of(member).values("organisation")
        return self.filter(organisation__in=edited).exclude(contact=member.contact_id)


class Affiliation(PublicRow):
    """Somebody works or helps at an organisation. Who is confirmed may edit its page and confirm others.

    `Contact.organisation` is the one that stands beside a person's name; further ones are rows here alone.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("waiting for a yes")
        CONFIRMED = "confirmed", _("confirmed")
        REFUSED = "refused", _("not confirmed")

    contact = models.ForeignKey(Contact, on_delete=models.CASCADE, related_name="affiliations")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="affiliations")
    state = models.CharField(max_length=10, choices=State, default=State.ASKED)
    by_domain = models.BooleanField(default=False, help_text=_("Their email address said so."))
    asked_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(Member, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = AffiliationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["contact", "organisation"],
                condition=Q(state__in=["asked", "confirmed"], ended_at=None),
                name="one_live_tie_to_an_organisation",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", decided_at=None) | (~Q(state="asked") & Q(decided_at__isnull=False)),
                name="decided_ties_say_when",
            ),
            models.CheckConstraint(condition=Q(ended_at=None) | Q(state="confirmed"), name="only_confirmed_ties_end"),
        ]
        indexes = [models.Index(fields=["asked_at"], condition=Q(state="asked"), name="affiliation_waiting")]

    def __str__(self) -> str:
        return f"{self.contact_id} {self.organisation_id} {self.state}"

    def decide(self, *, yes: bool, at: datetime, by: Member | None, by_domain: bool = False) -> None:
        """Confirm or refuse it. The first answer stands."""
        if self.state == Affiliation.State.ASKED:
            self.state = Affiliation.State.CONFIRMED if yes else Affiliation.State.REFUSED
            self.decided_at, self.decided_by, self.by_domain = at, by, by_domain
            self.save(update_fields=["state", "decided_at", "decided_by", "by_domain"])

    def end(self, *, at: datetime) -> None:
        """They have left. The row stays as history."""
        if self.ended_at is None:
            self.ended_at = at
            self.save(update_fields=["ended_at"])
