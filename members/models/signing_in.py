"""What signing in leaves behind: the browsers somebody is signed in with, and other ways to their account."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow

if TYPE_CHECKING:
    from members.models.accounts import Member


class SignInQuerySet(models.QuerySet["SignIn"]):
    def open(self, member: "Member", *, now: datetime) -> Self:
        """Theirs that still work, the newest first: not run out, and not ended by a changed role or second factor."""
        works = self.filter(member=member, ends_at__gt=now, begun_with=member.get_session_auth_hash())
        return works.order_by("-began_at", "-pk")

    def over(self, now: datetime) -> Self:
        """Those whose time has run out: nothing needs them any more."""
        return self.filter(ends_at__lte=now)


class SignIn(PublicRow):
    """One browser that somebody is signed in with. It ends by its own row, or with all of theirs."""

    class Way(models.TextChoices):
        """How they showed that it is them."""

        CODE = "code", _("with a code by email")
        PASSKEY = "passkey", _("with a passkey")
        SINGLE_SIGN_ON = "sso", _("through another organisation")

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="sign_ins")
    # The key of the row in django_session. It changes when somebody passes a second factor, and this with it.
    session_key = models.CharField(max_length=40, unique=True)
    way = models.CharField(max_length=10, choices=Way)
    browser = models.CharField(max_length=60, help_text=_("Such as Firefox on Windows."))
    begun_with = models.CharField(max_length=128, help_text=_("The member's session hash on that day."))
    began_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    seen_on = models.DateField()

    objects = SignInQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=models.F("began_at")), name="sign_in_ends_after_it_began"),
            models.CheckConstraint(condition=~Q(session_key=""), name="sign_in_has_a_session"),
        ]

    def __str__(self) -> str:
        return self.browser


class SecondAddress(PublicRow):
    """Another address of a member, to which the code goes too. An organiser who knows them added it."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="second_addresses")
    email = models.EmailField()
    added_by = models.ForeignKey("members.Member", on_delete=models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(Lower("email"), name="one_account_a_second_address"),
            models.CheckConstraint(condition=Q(email=Lower("email")), name="second_address_is_small_letters"),
            models.CheckConstraint(condition=~Q(added_by=models.F("member")), name="second_address_not_by_oneself"),
        ]

    def __str__(self) -> str:
        return self.email


class OutsideIdentity(PublicRow):
    """Who somebody is at another organisation: its issuer and its name for them, and never an address."""

    member = models.ForeignKey("members.Member", on_delete=models.CASCADE, related_name="outside_identities")
    issuer = models.URLField(max_length=255)
    subject = models.CharField(max_length=255)
    linked_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["linked_at"]
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="one_account_an_outside_identity"),
            models.UniqueConstraint(fields=["member", "issuer"], name="one_identity_an_issuer"),
            models.CheckConstraint(condition=~Q(issuer="") & ~Q(subject=""), name="outside_identity_is_whole"),
        ]

    def __str__(self) -> str:
        return self.issuer


# How long a sign-in lasts, from its beginning, whether or not it is used (docs/decisions/0020).
MEMBERS_STAY, STAFF_STAY = timedelta(days=90), timedelta(hours=12)


def how_long(member: "Member") -> timedelta:
    """Staff roles see what others do not, so theirs is short."""
    return STAFF_STAY if member.is_staff_role else MEMBERS_STAY
