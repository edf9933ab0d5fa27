"""Organisations, joined or only listed."""

import re
from collections.abc import Iterable
from typing import Self
from urllib.parse import urlsplit
from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchQuery, SearchVector
from django.db import models
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import IsNull
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from commons.models import OldAddress
from members.models.register_numbers import WELL_FORMED, in_words
from members.models.slugs import free_slug, free_slugs
from members.models.vocabularies import Place, Sector

KEPT_FOR_PAGES = {"new"}
# What a name can have or lack and still be the same name.
LEFT_OUT = r"\m(the|and|of|ltd|limited|cic|cio|plc|assoc|association|group)\M|[^a-z0-9]"


WORDS = SearchVector("name", "kind", "about", config="english")


def key_of(name: str | models.Value) -> models.Func:
    """What is left of a name without small words and marks. The same expression is indexed."""
    left_out = (models.Value(LEFT_OUT), models.Value(""), models.Value("g"))
    return models.Func(Lower(name), *left_out, function="regexp_replace", output_field=models.TextField())


def same_key(name: str) -> str:
    """What key_of makes of a name, for comparing many without asking the database for each."""
    return re.sub(LEFT_OUT.replace(r"\m", r"\b").replace(r"\M", r"\b"), "", name.lower())


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    def with_joined(self) -> Self:
        """Each with `is_joined`: whether somebody with an account is there. Others are only listed."""
        same = self.model.objects.filter(pk=OuterRef("pk"))
        further = {"affiliations__state": "confirmed", "affiliations__ended_at": None}
        beside_a_name = same.filter(contacts__member__is_active=True)
        besides = same.filter(affiliations__contact__member__is_active=True, **further)
        # Not Exists: with two of them and an OR, PostgreSQL first gathers the members of all organisations.
        somebody = Coalesce(Subquery(beside_a_name.values("pk")[:1]), Subquery(besides.values("pk")[:1]))
        return self.annotate(is_joined=IsNull(somebody, False))

    def within(self, place: Place) -> Self:
        """Those that work in this place, or in a place inside it."""
        ties = self.model.places.through.objects.filter(place__in=Place.objects.within(place))
        return self.filter(pk__in=ties.values("organisation"))

    def with_words(self, words: list[str]) -> Self:
        """Each word begins a word of the name, of the kind or of what they say of themselves."""
        letters = ["".join(letter for letter in word if letter.isalnum()) for word in words]
        asked = " & ".join(f"{word}:*" for word in letters if word)
        if not asked:
            return self
        query = SearchQuery(asked, config="english", search_type="raw")
        return self.annotate(words=WORDS).filter(words=query)

    def named(self, typed: str) -> "Organisation | None":
        """The listed one that goes by this name, however it is spelt in capitals."""
        typed = " ".join(typed.split())
        return self.select_related("sector").filter(name__iexact=typed).first() if typed else None

    def named_like(self, name: str) -> Self:
        """Those whose names differ in small words and marks alone."""
        typed = models.Value(name.replace("\0", ""), output_field=models.TextField())
        return self.annotate(name_key=key_of("name")).filter(name_key=key_of(typed)).order_by("name", "pk")

    def after(self, last: "Organisation | None") -> Self:
        """In the order of the list, those that follow this one; all of them without it."""
        rows = self.order_by("name", "pk")
        if last is None:
            return rows
        return rows.filter(Q(name__gt=last.name) | Q(name=last.name, pk__gt=last.pk), name__gte=last.name)


class Organisation(models.Model):
    """A council, a trust, a charity, a shop, a residents' group."""

    class Size(models.TextChoices):
        ONE = "one", _("just me")
        INFORMAL = "informal", _("informal, nobody paid")
        UP_TO_5 = "1-5", _("1 to 5 paid")
        UP_TO_25 = "6-25", _("6 to 25 paid")
        UP_TO_100 = "26-100", _("26 to 100 paid")
        UP_TO_1000 = "101-1000", _("101 to 1,000 paid")
        OVER_1000 = "over-1000", _("over 1,000 paid")

    # The database makes one too, for rows that older code writes.
    uuid = models.UUIDField(default=uuid4, db_default=RandomUUID(), unique=True, editable=False)
    slug = models.SlugField(max_length=100, unique=True)
    name = models.CharField(max_length=120)
    # Words, mostly from the list of kinds: what is not on the list is typed.
    kind = models.CharField(max_length=60, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="organisations")
    size = models.CharField(max_length=10, choices=Size, blank=True)
    places = models.ManyToManyField(Place, related_name="organisations")
    about = models.TextField(blank=True)
    website = models.URLField(max_length=200, blank=True, default="", db_default="")
    org_id = models.CharField(max_length=40, blank=True, help_text=_("Such as GB-CHC-1234567."))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["org_id"], condition=~Q(org_id=""), name="one_organisation_an_org_id"),
            models.CheckConstraint(
                condition=Q(org_id="") | Q(org_id__regex=WELL_FORMED), name="org_ids_are_well_formed"
            ),
        ]
        indexes = [
            models.Index(fields=["name", "id"]),
            models.Index(fields=["sector", "name", "id"]),
            models.Index(fields=["kind", "name", "id"]),
            # Indexes on expressions, and no columns: every list of people reads whole organisations along.
            # With the name at hand, twins are found in the index alone: each key is not worked out once more.
            models.Index(key_of("name"), name="organisation_by_key", include=["name"]),
            GinIndex(WORDS, name="organisation_words"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])

    @property
    def register_number(self) -> tuple[str, str]:
        """Whose number it is, and the number."""
        return in_words(self.org_id) if self.org_id else ("", "")

    @property
    def website_name(self) -> str:
        """The site's name as people say it, without https and www."""
        return urlsplit(self.website).netloc.removeprefix("www.")


def slug_for_organisation(name: str) -> str:
    """A free address. One that redirects to where an organisation went is not free."""
    return free_slug(Organisation, name, also_taken=not_free(), most=100)


def slugs_for_organisations(names: Iterable[str]) -> list[str]:
    """The same for many at once."""
    return free_slugs(Organisation, names, also_taken=not_free(), most=100)


def not_free() -> set[str]:
    """Addresses that lead elsewhere."""
    moved = OldAddress.objects.filter(path__startswith="/organisations/").values_list("path", flat=True)
    return KEPT_FOR_PAGES | {path.removeprefix("/organisations/").rstrip("/") for path in moved}
