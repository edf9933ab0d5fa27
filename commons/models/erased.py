"""Who was erased, by keyed hashes alone: so that an old backup cannot bring anybody back."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import blake2b
from typing import Self
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Q


def marks(what: str) -> list[str]:
    """Its keyed hash under the key of today, then under those before it."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [blake2b(what.encode(), key=key.encode()[:64], person=b"erased", digest_size=24).hexdigest() for key in keys]


class ErasedPersonQuerySet(models.QuerySet["ErasedPerson"]):
    def remember(self, uuid: UUID, *, address: str = "", at: datetime) -> None:
        """Once for each person; a replay changes nothing."""
        address_mark = marks(address.lower())[0] if address else ""
        self.get_or_create(person=marks(str(uuid))[0], defaults={"address": address_mark, "erased_at": at})

    def was(self, uuid: UUID) -> bool:
        """Whether this person was erased."""
        return self.filter(person__in=marks(str(uuid))).exists()

    def note_returns(self, addresses: Iterable[str], *, at: datetime) -> int:
        """People whose details went in silence, and who are here again. Counted, never told who."""
        known = [mark for address in addresses for mark in marks(address.lower())]
        return self.filter(address__in=known, returned_at=None).update(returned_at=at)

    def by_age(self) -> Self:
        return self.order_by("erased_at", "pk")


class ErasedPerson(models.Model):
    """Somebody of whom nothing else is kept."""

    person = models.CharField(max_length=48, unique=True, help_text="Keyed hash of their uuid.")
    address = models.CharField(
        max_length=48, blank=True, help_text="Keyed hash of their email; empty for those who asked to go."
    )
    erased_at = models.DateTimeField()
    returned_at = models.DateTimeField(null=True, blank=True)

    objects = ErasedPersonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(person__regex=r"^[0-9a-f]{48}$", address__regex=r"^([0-9a-f]{48})?$"),
                name="erased_people_are_hashes",
            )
        ]
        indexes = [models.Index(fields=["address"], condition=~Q(address=""), name="erased_address")]

    def __str__(self) -> str:
        return self.person
