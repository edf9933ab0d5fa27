"""The ways in: an invitation, an organisation's own addresses, and asking. And a trusted person beside someone."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collab.kit.links import SignedLink
from collab.kit.models import PublicRow
from members.models.organisations import Organisation
from members.models.vocabularies import Sector

if TYPE_CHECKING:
    from members.models.accounts import Member

INVITATION_LASTS = timedelta(days=30)
SENT_AGAIN_AFTER = timedelta(hours=24)
SENT_AT_MOST = 4
INVITATION_LINK = SignedLink("members.invitation", INVITATION_LASTS)
PROVE_LINK = SignedLink("members.join_request", timedelta(days=14))


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def for_email(self, email: str) -> Self:
        return self.annotate(address=Lower("email")).filter(address=email.strip().lower())

    def open(self, now: datetime) -> Self:
        """Those that still let somebody in. A suspended member's do not."""
        waiting = self.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=now)
        return waiting.filter(inviter__is_active=True)

    def by(self, member: "Member") -> Self:
        return self.filter(inviter=member)

    def newest(self) -> Self:
        return self.order_by("-made_at", "-pk")


class Invitation(PublicRow):
    """A member's word for somebody, with words of their own. It lets one address in, for 30 days."""

    inviter = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="invitations")
    email = models.EmailField()
    name = models.CharField(max_length=120, blank=True)
    words = models.CharField(max_length=600)
    made_at = models.DateTimeField()
    sent_at = models.DateTimeField()
    times_sent = models.PositiveSmallIntegerField(default=1)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "inviter",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="one_open_invitation_each",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None, accepted_by=None)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="accepted_invitations_say_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at=None) | Q(withdrawn_at=None), name="accepted_invitations_are_not_withdrawn"
            ),
            models.CheckConstraint(condition=Q(times_sent__lte=SENT_AT_MOST), name="invitations_do_not_nag"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.uuid}"

    @property
    def token(self) -> str:
        return INVITATION_LINK.token(self.uuid)

    def state(self, now: datetime) -> str:
        """Accepted, withdrawn, lapsed or open; the templates have a word for each."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "withdrawn"
        return "open" if self.expires_at > now else "lapsed"

    def can_be_sent_again(self, now: datetime) -> bool:
        """A day after the last time, and four times at most."""
        is_waiting = self.state(now) in ("open", "lapsed")
        return is_waiting and self.times_sent < SENT_AT_MOST and self.sent_at + SENT_AGAIN_AFTER <= now

    def send_again(self, *, at: datetime) -> None:
        """Count it, and let it live for another thirty days."""
        self.times_sent, self.sent_at, self.expires_at = self.times_sent + 1, at, at + INVITATION_LASTS
        self.save(update_fields=["times_sent", "sent_at", "expires_at"])

    def withdraw(self, *, at: datetime) -> None:
        """Its link leads nowhere from now on. One that was accepted stays so."""
        if self.accepted_at is None and self.withdrawn_at is None:
            self.withdrawn_at = at
            self.save(update_fields=["withdrawn_at"])


class ApprovedDomainQuerySet(models.QuerySet["ApprovedDomain"]):
    def of(self, email: str) -> "ApprovedDomain | None":
        """The one that this address ends in, letter for letter: a part of a domain is not that domain."""
        domain = email.strip().lower().rpartition("@")[2]
        return self.select_related("organisation__sector").filter(domain=domain).first()


class ApprovedDomain(models.Model):
    """Whoever has an address at this domain works at the organisation, and may come in with a code."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="approved_domains")
    domain = models.CharField(max_length=253, unique=True, help_text=_("Such as westmere.gov.example."))

    objects = ApprovedDomainQuerySet.as_manager()

    class Meta:
        ordering = ["domain"]
        constraints = [
            models.CheckConstraint(
                condition=Q(domain=Lower("domain")) & Q(domain__regex=r"^[a-z0-9-]+(\.[a-z0-9-]+)+$"),
                name="domains_are_written_plainly",
            ),
        ]

    def __str__(self) -> str:
        return self.domain


class JoinRequestQuerySet(models.QuerySet["JoinRequest"]):
    def for_email(self, email: str) -> Self:
        return self.annotate(address=Lower("email")).filter(address=email.strip().lower())

    def waiting(self) -> Self:
        """With a proved address and no answer yet, the oldest first."""
        return self.filter(proved_at__isnull=False, decided_at=None).order_by("proved_at", "pk")

    def proved(self) -> Self:
        return self.filter(proved_at__isnull=False)

    def undecided(self) -> Self:
        return self.filter(decided_at=None)

    def accepted(self) -> Self:
        return self.filter(is_accepted=True)

    def in_full(self) -> Self:
        return self.select_related("organisation", "sector", "decided_by__contact")


class JoinRequest(PublicRow):
    """Somebody asks to join. Their address is proved first; then an organiser says yes, or no with a reason."""

    name = models.CharField(max_length=120)
    email = models.EmailField()
    organisation = models.ForeignKey(Organisation, on_delete=models.SET_NULL, null=True, related_name="+")
    organisation_typed = models.CharField(max_length=120, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, related_name="+")
    why = models.CharField(max_length=600)
    made_at = models.DateTimeField()
    proved_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    is_accepted = models.BooleanField(null=True)
    reason = models.CharField(max_length=400, blank=True)
    joined_as = models.ForeignKey("members.Member", on_delete=models.CASCADE, null=True, related_name="+")

    objects = JoinRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=Q(decided_at=None), name="one_open_request_an_email"),
            models.CheckConstraint(
                condition=Q(decided_at=None, is_accepted=None)
                | Q(decided_at__isnull=False, is_accepted__isnull=False, proved_at__isnull=False),
                name="decided_requests_say_what",
            ),
            models.CheckConstraint(condition=~Q(is_accepted=False) | ~Q(reason=""), name="declined_requests_say_why"),
        ]

    def __str__(self) -> str:
        return f"join request {self.uuid}"

    @property
    def organisation_name(self) -> str:
        return self.organisation.name if self.organisation else self.organisation_typed

    @property
    def token(self) -> str:
        return PROVE_LINK.token(self.uuid)

    def prove(self, *, at: datetime) -> None:
        """The address is theirs. The first time stands."""
        if self.proved_at is None:
            self.proved_at = at
            self.save(update_fields=["proved_at"])

    def decide(self, *, is_accepted: bool, reason: str, by: "Member", at: datetime) -> bool:
        """Yes, or no with a reason. The first answer stands; says whether this one does."""
        if self.decided_at is not None:
            return False
        self.is_accepted, self.reason = is_accepted, "" if is_accepted else reason
        self.decided_by, self.decided_at = by, at
        self.save(update_fields=["is_accepted", "reason", "decided_by", "decided_at"])
        return True


# The row says whether it still opens anything: whoever gets the copies can stop them years later.
HELPER_LINK = SignedLink("members.helper", timedelta(days=3650))
HELPER_ANSWERS_WITHIN = timedelta(days=14)


class HelperQuerySet(models.QuerySet["Helper"]):
    def live(self) -> Self:
        """Asked or begun, and not ended."""
        return self.filter(ended_at=None)

    def begun(self) -> Self:
        """Who said yes, whether or not they help still."""
        return self.exclude(accepted_at=None)


class Helper(PublicRow):
    """A trusted person beside a member: once they said yes, every email to the member goes to both."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="helpers")
    name = models.CharField(max_length=120)
    email = models.EmailField()
    asked_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    objects = HelperQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["member"], condition=Q(ended_at=None), name="one_helper_at_a_time"),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("asked_at")), name="helpers_end_after_they_begin"
            ),
        ]

    def __str__(self) -> str:
        return f"helper {self.uuid}"

    @property
    def token(self) -> str:
        return HELPER_LINK.token(self.uuid)

    def can_begin(self, now: datetime) -> bool:
        """Whether a yes still counts."""
        may_be_helped = self.member.is_active and not self.member.is_staff_role
        return self.ended_at is None and may_be_helped and now < self.asked_at + HELPER_ANSWERS_WITHIN

    def helped_at(self, moment: datetime) -> bool:
        """Whether an email sent at that moment went to them too."""
        begun, ended = self.accepted_at, self.ended_at
        return begun is not None and begun <= moment and (ended is None or moment < ended)

    @property
    def is_helping(self) -> bool:
        return self.accepted_at is not None and self.ended_at is None
