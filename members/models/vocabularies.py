"""Words people choose from: sectors, places and topics."""

from django.db import models
from django.utils.translation import gettext_lazy as _


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
