"""Whose address says where they work."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from members.models.organisations import Organisation


class ApprovedDomain(models.Model):
    """An organisation's own email domain: who has an address there belongs to it."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="approved_domains")
    domain = models.CharField(max_length=120, unique=True)

    class Meta:
        ordering = ["domain"]
        constraints = [models.CheckConstraint(condition=Q(domain=Lower("domain")), name="domains_are_lower_case")]

    def __str__(self) -> str:
        return self.domain
