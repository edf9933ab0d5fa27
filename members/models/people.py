"""A person, with or without an account, and what a member says of themselves."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from members.models.organisations import Organisation
from members.models.vocabularies import Place, Sector, Topic

if TYPE_CHECKING:
    from members.models.accounts import Member


class ContactQuerySet(models.QuerySet["Contact"]):
    def with_email(self, email: str) -> Self:
        """At most one: addresses are compared without their case."""
        # Not iexact: it compares UPPER(email), and the index that keeps addresses unique is on LOWER(email).
        return self.annotate(address=Lower("email")).filter(Q(address=email.strip().lower()) & ~Q(email=""))

    def meet(self, new: "Contact") -> "tuple[Contact, bool]":
        """The person with this one's address, else this one, saved; and whether they were there before.

        One statement, and of two at the same moment one makes the row. Reading first, then writing under a savepoint,
        took four.
        """
        table, columns = connection.ops.quote_name(self.model._meta.db_table), []
        values = []
        for field in self.model._meta.concrete_fields[1:]:
            columns.append(connection.ops.quote_name(str(field.column)))
            values.append(field.get_db_prep_save(field.pre_save(new, True), connection))
        marks = ", ".join(["%s"] * len(values))
        found = self.raw(
            f"WITH made AS (INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) "
            f"ON CONFLICT DO NOTHING RETURNING *) SELECT *, false AS was_known FROM made UNION ALL "
            f"SELECT *, true FROM {table} WHERE LOWER(email) = LOWER(%s) AND email <> ''",
            [*values, new.email],
        )
        for contact in found:
            return contact, bool(vars(contact)["was_known"])
        # Made by somebody else while this statement waited; the next one sees it.
        return self.with_email(new.email).get(), True


class Contact(PublicRow):
    """A person. Sign-ups, pledges and stories point here, and nothing is asked twice.

    An account with the same verified email takes the row over (`Member.contact`).
    """

    name = models.CharField(max_length=120)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=30, blank=True)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.SET_NULL, null=True, blank=True, related_name="contacts"
    )
    organisation_typed = models.CharField(max_length=120, blank=True, help_text=_("As they typed it."))
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    email_verified_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)

    # What organisers find a person by. A search says it in these very words, or the index is not used.
    WORDS = SearchVector("name", "email", "organisation_typed", config="simple")

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_contact_an_email"),
        ]
        indexes = [GinIndex(SearchVector("name", "email", "organisation_typed", config="simple"), name="contact_words")]

    def __str__(self) -> str:
        return self.name

    def verify_email(self, *, at: datetime) -> None:
        """Their address is theirs. The first time stands."""
        if self.email_verified_at is None:
            self.email_verified_at = at
            self.save(update_fields=["email_verified_at"])

    def rename(self, name: str) -> None:
        """What they want to be called from now on."""
        if name != self.name:
            self.name = name
            self.save(update_fields=["name"])

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else ""

    @property
    def organisation_name(self) -> str:
        """The row's name, else what they typed."""
        return self.organisation.name if self.organisation else self.organisation_typed


class ProfileQuerySet(models.QuerySet["Profile"]):
    def visible_to(self, user: "Member | AnonymousUser") -> Self:
        """For members: those who ticked "members can find me", and one's own. Suspended people are in none."""
        if isinstance(user, AnonymousUser):
            return self.none()
        return self.filter(Q(member__is_active=True) & (Q(is_findable=True) | Q(member=user)))

    def in_rows(self) -> Self:
        """By name, with what a row of a list shows."""
        shown = self.select_related("member__contact__organisation", "member__contact__sector")
        return shown.order_by("member__contact__name", "pk")

    def in_full(self) -> Self:
        """With all that a person's own page shows."""
        return self.in_rows().prefetch_related("cares_about", "places")


class Profile(PublicRow):
    """What a member wants other members to know."""

    member = models.OneToOneField("members.Member", on_delete=models.CASCADE, related_name="profile")
    does = models.CharField(max_length=120, blank=True)
    about = models.TextField(blank=True)
    offers = models.CharField(max_length=300, blank=True)
    asks = models.CharField(max_length=300, blank=True)
    cares_about = models.ManyToManyField(Topic, blank=True, related_name="+")
    places = models.ManyToManyField(Place, blank=True, related_name="+")
    patch = models.CharField(max_length=120, blank=True, help_text=_("In your own words."))
    languages = models.CharField(max_length=120, blank=True)
    how_to_reach = models.CharField(max_length=200, blank=True)
    is_findable = models.BooleanField(default=False)
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProfileQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.member)

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.uuid])
