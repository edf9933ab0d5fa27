"""A person, with or without an account, and what a member says of themselves."""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import connection, models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from collab.kit.models import PublicRow
from collab.kit.saving import insert
from collab.kit.statements import prepared
from members.models.audience import EVERY_PART, Part, Shown, shown
from members.models.organisations import Organisation
from members.models.vocabularies import Place, Sector, Topic

if TYPE_CHECKING:
    from members.models.accounts import Member


class ContactQuerySet(models.QuerySet["Contact"]):
    def with_email(self, email: str) -> Self:
        """At most one: addresses are compared without their case."""
        # Not iexact: it compares UPPER(email), and the index that keeps addresses unique is on LOWER(email).
        return self.annotate(address=Lower("email")).filter(Q(address=email.strip().lower()) & ~Q(email=""))

    def with_typed_organisation(self, typed: str) -> Self:
        """Those who typed these words, in any case, and have no organisation of the list."""
        typed_so = self.annotate(typed=Lower("organisation_typed")).filter(typed=typed.strip().lower())
        return typed_so.filter(organisation=None).exclude(organisation_typed="")

    def meet(self, new: "Contact") -> "tuple[Contact, bool]":
        """The person with this one's address, else this one, saved; and whether they were there before.

        One statement, and of two at the same moment one makes the row. Reading first, then writing under a savepoint,
        took four.
        """
        made, names = insert(new, unless_there=True), [field.attname for field in Contact._meta.concrete_fields]
        with prepared(connection), connection.cursor() as cursor:
            cursor.execute(
                f"WITH made AS ({made.sql}) SELECT made.id, {', '.join(f'known.{name}' for name in names)} "
                "FROM (SELECT) AS one LEFT JOIN made ON true "
                "LEFT JOIN members_contact AS known ON LOWER(known.email) = LOWER(%s::text) AND known.email <> ''",
                [*made.values, new.email],
            )
            pk, *known = cursor.fetchone()
        if pk:
            made.note(pk)
            return new, False
        if known[0]:
            return self.model.from_db(self.db, names, known), True
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
    # When the name, the organisation or the sector may last have changed: the directory looks for it each minute.
    changed_at = models.DateTimeField(auto_now=True, null=True)

    # What organisers find a person by. A search says it in these very words, or the index is not used.
    WORDS = SearchVector("name", "email", "organisation_typed", config="simple")

    objects = ContactQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="one_contact_an_email"),
        ]
        indexes = [
            models.Index(
                Lower("organisation_typed"),
                condition=Q(organisation=None) & ~Q(organisation_typed=""),
                name="contact_typed_organisation",
            ),
            GinIndex(SearchVector("name", "email", "organisation_typed", config="simple"), name="contact_words"),
            models.Index(fields=["changed_at"], condition=Q(changed_at__isnull=False), name="contact_changed"),
        ]

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
            self.save(update_fields=["name", "changed_at"])

    def works_at(self, typed: str, *, sector: Sector | None) -> None:
        """Where they say they come from: a listed organisation, which knows its sector, or what they typed."""
        row = Organisation.objects.named(typed)
        self.organisation, self.organisation_typed = row, "" if row else typed
        self.sector = sector or (row.sector if row else None)
        self.save(update_fields=["organisation", "organisation_typed", "sector", "changed_at"])

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else ""

    @property
    def organisation_name(self) -> str:
        """The row's name, else what they typed."""
        return self.organisation.name if self.organisation else self.organisation_typed


def seen_by(user: "Member | AnonymousUser", path: str = "") -> Q:
    """The rule of who is seen, for profiles and, with the path to them, for rows that hang on one."""
    if isinstance(user, AnonymousUser):
        return Q(**{f"{path}pk__in": []})
    is_found = Q(**{f"{path}is_findable": True}) | Q(**{f"{path}member": user})
    return Q(**{f"{path}member__is_active": True}) & is_found


class ProfileQuerySet(models.QuerySet["Profile"]):
    def visible_to(self, user: "Member | AnonymousUser") -> Self:
        """For members: those who ticked "members can find me", and one's own. Suspended people are in none."""
        return self.filter(seen_by(user))

    def open_to(self, user: "Member | AnonymousUser") -> Self:
        """Whose own page this viewer may open: also those who chose to have one in public."""
        shown = Q(is_public=True)
        if not isinstance(user, AnonymousUser) and user.is_active:
            shown |= Q(is_findable=True) | Q(member=user)
        return self.filter(shown, member__is_active=True)

    def at(self, organisation: Organisation) -> Self:
        """Who work there: it stands beside their name, or is one of their further ones."""
        further = organisation.affiliations.filter(state="confirmed", ended_at=None).values("contact")
        return self.filter(Q(member__contact__organisation=organisation) | Q(member__contact__in=further))

    def in_rows(self) -> Self:
        """By name, with what a row of a list shows."""
        shown = self.select_related("member__contact__organisation", "member__contact__sector")
        return shown.order_by("member__contact__name", "pk")

    def in_full(self) -> Self:
        """With all that a person's own page shows."""
        # By name, since a tie's own file stands on this one.
        further = (
            apps.get_model("members.Affiliation").objects.live().select_related("organisation").order_by("decided_at")
        )
        ties = models.Prefetch("member__contact__affiliations", queryset=further, to_attr="live_ties")
        return self.in_rows().prefetch_related("cares_about", "places", ties)


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
    # The name of its files; the picture itself was written anew (collab.kit.pictures).
    photo = models.UUIDField(null=True, blank=True)
    photo_alt = models.CharField(max_length=200, blank=True, default="", db_default="")
    is_findable = models.BooleanField(default=False)
    is_public = models.BooleanField(default=False, db_default=False, help_text=_("Everyone may open the page."))
    public_parts = ArrayField(models.CharField(max_length=20, choices=Part), default=list, db_default=[], blank=True)
    put_away = ArrayField(
        models.CharField(max_length=20), default=list, db_default=[], blank=True, help_text=_("Suggestions done.")
    )
    changed_at = models.DateTimeField(auto_now=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(public_parts__contained_by=[part.value for part in Part]), name="public_parts_are_known"
            ),
        ]

    def __str__(self) -> str:
        return str(self.member)

    def shown_to(self, viewer: "Member | AnonymousUser") -> Shown:
        """All that this viewer may read of the person, and the only way to it for pages, lists and feeds."""
        return shown(self, self.parts_for(viewer))

    @property
    def public_words(self) -> str:
        """What everyone may read, in words, for its owner: "photo, what you do"."""
        return ", ".join(str(part.label) for part in Part if part in self.public_parts)

    def put_suggestion_away(self, name: str) -> None:
        """Done, or not wanted; it does not come back."""
        if name not in self.put_away:
            self.put_away = [*self.put_away, name]
            self.save(update_fields=["put_away"])

    def parts_for(self, viewer: "Member | AnonymousUser") -> frozenset[str]:
        """Everything for oneself and, where they can be found, for members; in public what they opened to everyone."""
        if not self.member.is_active:
            return frozenset()
        is_member = not isinstance(viewer, AnonymousUser) and viewer.is_active
        if is_member and (self.is_findable or viewer.pk == self.member_id):
            return EVERY_PART
        return frozenset(self.public_parts) if self.is_public else frozenset()

    def get_absolute_url(self) -> str:
        return reverse("person", args=[self.uuid])
