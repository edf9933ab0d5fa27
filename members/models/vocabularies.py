"""Words people choose from: sectors, places and topics."""

from collections import defaultdict

from django.db import models
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


class Place(models.Model):
    """County > district > neighbourhood."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=80)
    kind = models.CharField(max_length=20)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="children")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What people care about, plainly: damp homes, loneliness, food."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


def _read_choices() -> Choices:
    places, topics, sectors = (
        rows.order_by().values_list(models.Value(kind, output_field=models.CharField()), "slug", "name")
        for kind, rows in (("place", Place.objects), ("topic", Topic.objects), ("sector", Sector.objects))
    )
    found: Choices = defaultdict(list)
    for kind, slug, name in places.union(topics, sectors, all=True).order_by("name"):
        found[kind].append((slug, name))
    return found


CHOICES = Copy(_read_choices, seconds=COPY_LASTS_SECONDS)


def choices_of(kind: str) -> list[tuple[str, str]]:
    """Places, topics or sectors to choose from, by name, as they were at most ten seconds ago."""
    return CHOICES.now()[kind]


SECTORS = Copy(lambda: list(Sector.objects.all()), seconds=COPY_LASTS_SECONDS)


def sectors_now() -> list[Sector]:
    """The sectors in their order, as they were at most ten seconds ago."""
    return SECTORS.now()
