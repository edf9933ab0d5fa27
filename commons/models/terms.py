"""For how long things are kept, where an organiser said less than the release does."""

from typing import Self
from uuid import UUID

from django.db import models, transaction

from collab.kit.copies import Copy
from commons.models.audit import audit
from commons.models.pages import ChangedMeanwhile

COPY_LASTS_SECONDS = 10


class KeptForQuerySet(models.QuerySet["KeptFor"]):
    def chosen(self) -> dict[str, int]:
        """Days by the name of the term, of those that are not the release's own."""
        return {row.name: row.days for row in self.exclude(days=None) if row.days is not None}

    def locked(self, name: str) -> Self:
        """The row of this term, made if there is none, for one change at a time."""
        self.get_or_create(name=name)
        return self.select_for_update().filter(name=name)


class KeptFor(models.Model):
    """The days of one term. Empty is the release's own; which days are allowed is said by the release too."""

    name = models.CharField(max_length=40, unique=True, help_text="The name of a Term in an app's privacy.py.")
    days = models.PositiveIntegerField(null=True)

    objects = KeptForQuerySet.as_manager()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(days__gt=0), name="kept_for_a_day_at_least")]

    def __str__(self) -> str:
        return f"{self.name} {self.days}"

    @classmethod
    @transaction.atomic
    def change(cls, name: str, days: int, *, own: int, was: int, by: UUID) -> bool:
        """Keep it for these days, if `was` still holds; `own` are the release's. False when nothing differs."""
        row = cls.objects.locked(name).get()
        now = own if row.days is None else row.days
        if now == days:
            return False
        if now != was:
            raise ChangedMeanwhile
        row.days = None if days == own else days
        row.save(update_fields=["days"])
        audit("commons.kept_for_changed", by=by, kind="network", target=None, term=name, was=was, days=days)
        CHOSEN.forget()
        return True


CHOSEN = Copy(lambda: KeptFor.objects.chosen(), seconds=COPY_LASTS_SECONDS)
