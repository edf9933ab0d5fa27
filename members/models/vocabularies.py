"""Words people choose from: sectors, places and topics."""

from collections import defaultdict
from datetime import datetime
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from collab.kit.copies import Copy

COPY_LASTS_SECONDS = 10
Choices = dict[str, list[tuple[str, str]]]


class Cloth(models.TextChoices):
    """The pattern a sector wears. The word is always beside it."""

    COUNCIL = "council", _("narrow stripe")
    NHS = "nhs", _("dots")
    CHARITY = "charity", _("diagonal")
    POLICE = "police", _("wide stripe")
    HOUSING = "housing", _("check")
    FAITH = "faith", _("fine diagonal, other way")
    BUSINESS = "business", _("lines across")
    RESIDENTS = "residents", _("lattice")
    EDUCATION = "education", _("zigzag")
    FUNDERS = "funders", _("cross-stitch")


class Sector(models.Model):
    """One of ten kinds of institution; a network may rename them."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    short_name = models.CharField(max_length=30)
    cloth = models.CharField(max_length=20, choices=Cloth, unique=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order"]

    def __str__(self) -> str:
        return self.name


class PlaceQuerySet(models.QuerySet["Place"]):
    def within(self, place: "Place") -> Self:
        """The place itself and all that lies inside it, however deep."""
        return self.filter(path__contains=[place.pk])

    def as_tree(self) -> list["Place"]:
        """All of them, each followed by what lies inside it, by name."""
        rows = {place.pk: place for place in self.order_by("name")}
        return sorted(rows.values(), key=lambda place: [(rows[pk].name, pk) for pk in place.path if pk in rows])


class Place(models.Model):
    """County > district > neighbourhood."""

    class Kind(models.TextChoices):
        COUNTY = "county", _("county")
        DISTRICT = "district", _("district")
        NEIGHBOURHOOD = "neighbourhood", _("neighbourhood")

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")
    # From the top down to itself. The database writes it, whoever changes a parent, and refuses a ring.
    path = ArrayField(models.BigIntegerField(), db_default=[], editable=False)

    objects = PlaceQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        indexes = [GinIndex(fields=["path"])]

    def __str__(self) -> str:
        return self.name

    @property
    def depth(self) -> int:
        """0 at the top."""
        return len(self.path) - 1


class WordQuerySet[W: "Word"](models.QuerySet[W]):
    def offered(self, *, also: "models.QuerySet[W] | None" = None) -> Self:
        """What may be chosen now; with what was chosen before, where that is given."""
        chosen = Q(pk__in=also.values("pk")) if also is not None else Q(pk__in=[])
        return self.filter(Q(retired_at=None) | chosen)


class Word(models.Model):
    """A row of a list that organisers keep. Retired, it stays where it is used and is offered no more."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def rename(self, name: str) -> None:
        """Another word for the same thing. Its address stays."""
        self.name = name
        self.save(update_fields=["name"])

    def retire(self, *, at: datetime | None) -> None:
        """Offer it no more from then on; or again, with None. The first time stands."""
        if at is None or self.retired_at is None:
            self.retired_at = at
            self.save(update_fields=["retired_at"])


class Topic(Word):
    """What people care about, plainly: damp homes, loneliness, food."""

    objects = WordQuerySet["Topic"].as_manager()


class OrganisationKind(Word):
    """A kind that an organisation can choose. The organisation holds the words; others may be typed."""

    objects = WordQuerySet["OrganisationKind"].as_manager()

    class Meta(Word.Meta):
        constraints = [models.UniqueConstraint(fields=["name"], name="one_kind_a_name")]


class OldSlug(models.Model):
    """What a place or a topic was called in addresses before it became part of another one."""

    slug = models.SlugField()
    place = models.ForeignKey(Place, on_delete=models.CASCADE, null=True, blank=True, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(place=None, topic__isnull=False) | Q(place__isnull=False, topic=None),
                name="an_old_slug_leads_to_one_thing",
            ),
            models.UniqueConstraint(fields=["slug"], condition=Q(topic=None), name="one_place_an_old_slug"),
            models.UniqueConstraint(fields=["slug"], condition=Q(place=None), name="one_topic_an_old_slug"),
        ]

    def __str__(self) -> str:
        return self.slug


def _read_choices() -> Choices:
    topics, kinds = Topic.objects.offered(), OrganisationKind.objects.offered()
    offered = (("place", Place.objects), ("topic", topics), ("sector", Sector.objects), ("kind", kinds))
    places, *others = (
        rows.order_by().values_list(models.Value(kind, output_field=models.CharField()), "slug", "name")
        for kind, rows in offered
    )
    found: Choices = defaultdict(list)
    for kind, slug, name in places.union(*others, all=True).order_by("name"):
        found[kind].append((slug, name))
    return found


CHOICES = Copy(_read_choices, seconds=COPY_LASTS_SECONDS)


def choices_of(kind: str) -> list[tuple[str, str]]:
    """Places, topics, sectors or kinds to choose from, by name, as they were at most ten seconds ago."""
    return CHOICES.now()[kind]


def _read_known() -> dict[tuple[str, str], str]:
    topics = Topic.objects.annotate(of=models.Value("topic")).values_list("of", "slug")
    kinds = OrganisationKind.objects.annotate(of=models.Value("kind")).values_list("of", "slug")
    known = {(of, slug): slug for of, slug in topics.union(kinds, all=True).order_by()}
    for slug, place, topic in OldSlug.objects.values_list("slug", "place__slug", "topic__slug"):
        known["place" if place else "topic", slug] = place or topic or ""
    return known


KNOWN = Copy(_read_known, seconds=COPY_LASTS_SECONDS)


def slug_now(kind: str, slug: str) -> str:
    """The slug of today for one in an old address; the same where nothing became of it."""
    return KNOWN.now().get((kind, slug), slug)


def is_known(kind: str, slug: str) -> bool:
    """Whether it may be asked for although it is not offered: retired, or part of another one."""
    return (kind, slug) in KNOWN.now()


SECTORS = Copy(lambda: list(Sector.objects.all()), seconds=COPY_LASTS_SECONDS)


def sectors_now() -> list[Sector]:
    """The sectors in their order, as they were at most ten seconds ago."""
    return SECTORS.now()
