"""Accounts: no password, roles that add, and a role taken away is gone at the next request."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.fields import ArrayField
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.db.models.functions import Lower
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models.people import Contact, Profile
from members.models.signing_in import SecondAddress


class Role(models.TextChoices):
    """What the code calls a role, and what people read."""

    FACILITATOR = "facilitator", _("host")
    MODERATOR = "moderator", _("checker")
    ADMIN = "admin", _("organiser")
    SAFEGUARDING = "safeguarding", _("safeguarding lead")


class MemberManager(BaseUserManager["Member"]):
    def get_queryset(self) -> models.QuerySet["Member"]:
        """With the contact, whose name every signed-in page shows."""
        return super().get_queryset().select_related("contact")

    def who_signs_in_with(self, email: str) -> "Member | None":
        """Whose address this is, or whose second one, unless they are suspended."""
        email = email.strip().lower()
        # Two short look-ups: one query with an "or" across two tables would read every account.
        first = self.filter(email=email).first()
        member = first or self.filter(second_addresses__email=email).first()
        return member if member and member.is_active else None

    def holding(self, role: str) -> models.QuerySet["Member"]:
        """Those with this role, suspended or not."""
        # That they hold any is said as well, so that the short index of those who do is read.
        return self.filter(roles__contains=[role]).exclude(roles=[])

    def lock(self, member: "Member") -> None:
        """Until the end of the transaction, whoever else changes how this member signs in waits."""
        self.filter(pk=member.pk).select_related(None).select_for_update().values_list("pk").get()

    def has_address(self, email: str) -> bool:
        """Whether an account has this address as its first or its second one, suspended or not."""
        email = email.strip().lower()
        return self.filter(email=email).exists() or SecondAddress.objects.filter(email=email).exists()

    @transaction.atomic
    def create_user(self, email: str, *, name: str = "", **fields: Any) -> "Member":
        """An account with its contact and its profile. For a verified address only: it takes that contact over."""
        email = email.strip().lower()
        if SecondAddress.objects.filter(email=email).exists():
            raise IntegrityError("This address signs in another account.")
        contact = fields.pop("contact", None) or self._contact_for(email, name)
        member = self.model(email=email, contact=contact, **fields)
        member.set_unusable_password()
        member.save(using=self._db)
        Profile.objects.create(member=member)
        return member

    def _contact_for(self, email: str, name: str) -> Contact:
        contact, _made = Contact.objects.get_or_create(email=email, defaults={"name": name or email.partition("@")[0]})
        return contact


class Member(AbstractBaseUser, PublicRow):
    """An account. It has one contact, and may have roles."""

    email = models.EmailField(unique=True)
    contact = models.OneToOneField(Contact, on_delete=models.PROTECT, related_name="member")
    # On the row itself, so that the query that finds the person also reads their roles, afresh each request.
    roles = ArrayField(models.CharField(max_length=20, choices=Role), default=list, blank=True)
    is_active = models.BooleanField(default=True, help_text=_("False while suspended."))
    joined_at = models.DateTimeField(default=timezone.now)
    # One more ends every session of theirs at its next request.
    sessions_ended = models.PositiveIntegerField(default=0, db_default=0)
    passkey_offered_at = models.DateTimeField(null=True, blank=True, help_text=_("When a passkey was last offered."))
    newcomer_until = models.DateTimeField(null=True, blank=True, help_text=_("Home helps them to begin until then."))

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = MemberManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_an_email"),
            models.CheckConstraint(
                condition=Q(roles__contained_by=[role.value for role in Role]), name="roles_are_known"
            ),
        ]
        indexes = [
            # Few people hold a role, and few are suspended: each list is short, however many accounts there are.
            models.Index(fields=["-id"], condition=~Q(roles=[]), name="member_with_role"),
            models.Index(fields=["-id"], condition=Q(is_active=False), name="member_suspended"),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def role_words(self) -> str:
        """Such as "host, checker"; a member without a role is a member."""
        names = [str(Role(role).label) for role in self.roles]
        return ", ".join(names) or str(_("member"))

    def is_new(self, now: datetime) -> bool:
        """Whether Home still makes suggestions."""
        return self.newcomer_until is not None and self.newcomer_until > now

    def has_role(self, *names: str) -> bool:
        """Whether they have one of these roles."""
        return any(name in self.roles for name in names)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # A changed role, a suspension or one more "end them all" ends every earlier session at its next request.
        ends_with = f"{self.password}|{sorted(self.roles)}|{self.is_active}"
        if self.sessions_ended:
            ends_with += f"|{self.sessions_ended}"
        return salted_hmac("members.Member.session", ends_with, secret=secret, algorithm="sha256").hexdigest()

    def end_sessions(self) -> None:
        """Every browser is asked to sign in again at its next request."""
        self.sessions_ended += 1
        self.save(update_fields=["sessions_ended"])

    def addresses(self) -> list[str]:
        """Where a code goes: their address, and those that an organiser added."""
        return [self.email, *self.second_addresses.values_list("email", flat=True)]

    @property
    def is_staff_role(self) -> bool:
        """Whether any role is theirs, and so a second factor and a 12-hour session."""
        return bool(self.roles)


class SignedInRequest(HttpRequest):
    """A request behind `@members` or `@role`: its user is known."""

    user: Member
