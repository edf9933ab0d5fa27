"""Organisations, joined or only listed."""

from uuid import uuid4

from django.contrib.postgres.functions import RandomUUID
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from members.models.vocabularies import Place, Sector


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
    kind = models.CharField(max_length=60, blank=True)
    sector = models.ForeignKey(Sector, on_delete=models.PROTECT, related_name="organisations")
    size = models.CharField(max_length=10, choices=Size, blank=True)
    places = models.ManyToManyField(Place, related_name="organisations")
    about = models.TextField(blank=True)
    org_id = models.CharField(max_length=40, blank=True, help_text=_("Such as GB-CHC-1234567."))

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("organisation", args=[self.slug])
