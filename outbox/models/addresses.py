"""Addresses at which there is no mailbox any more."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from collab.kit.models import PublicRow
from collab.kit.statements import Statement


class BouncedAddressQuerySet(models.QuerySet["BouncedAddress"]):
    def at(self, address: str) -> Self:
        """This address, however it is typed."""
        return self.filter(address=address.strip().lower())


class BouncedAddress(PublicRow):
    """A mail server said that nobody is there. What its owner may do without is not sent until the row goes."""

    address = models.EmailField(unique=True)
    status = models.CharField(max_length=12, help_text="The class of the refusal, such as 5.1.1.")
    at = models.DateTimeField()

    objects = BouncedAddressQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(address=Lower("address")), name="bounced_addresses_are_plain"),
        ]

    def __str__(self) -> str:
        return f"bounced address {self.pk}"


def _at(address: str) -> models.QuerySet[BouncedAddress]:
    return BouncedAddress.objects.filter(address=address)


# Asked for each email that is sent.
GONE: Statement[BouncedAddress] = Statement(_at, str)
