"""The rhythm as data that organisers may change, read from a copy in the process."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q

from collab.kit.copies import Copy
from commons.models import audit

COPY_LASTS_SECONDS = 10
# What is still a reminder, and not yet a nuisance or a surprise.
BOUNDS = {"month_days": (14, 120), "week_days": (7, 31), "rest_days": (7, 60), "repeat_after": (3, 20)}


def within(name: str) -> list[MinValueValidator | MaxValueValidator]:
    """The least and the most of one number."""
    least, most = BOUNDS[name]
    return [MinValueValidator(least), MaxValueValidator(most)]


class Rhythm(models.Model):
    """One row of days. What is booked stays as it is; what is booked from now on follows these."""

    month_days = models.PositiveSmallIntegerField(default=30, validators=within("month_days"))
    week_days = models.PositiveSmallIntegerField(default=7, validators=within("week_days"))
    rest_days = models.PositiveSmallIntegerField(default=14, validators=within("rest_days"))
    repeat_after = models.PositiveSmallIntegerField(
        default=5, validators=within("repeat_after"), help_text="Working days."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(pk=1), name="one_row_of_rhythm"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"{name}__gte": least, f"{name}__lte": most}), name=f"{name}_is_sensible"
                )
                for name, (least, most) in BOUNDS.items()
            ),
        ]

    def __str__(self) -> str:
        return f"{self.month_days} {self.week_days} {self.rest_days} {self.repeat_after}"

    @property
    def month(self) -> timedelta:
        """From one question about a live pledge to the next."""
        return timedelta(days=self.month_days)

    @property
    def week(self) -> timedelta:
        """From one pledge email to a person to the next, at least."""
        return timedelta(days=self.week_days)

    @property
    def stuck_rest(self) -> timedelta:
        """Silence after somebody said that they are stuck."""
        return timedelta(days=self.rest_days)

    @classmethod
    def now(cls) -> "Rhythm":
        """As it was at most ten seconds ago."""
        return RHYTHM.now()

    @classmethod
    @transaction.atomic
    def change(cls, values: Mapping[str, int], *, by: UUID) -> bool:
        """Save what differs, with one row of audit. False when nothing differs."""
        cls.objects.get_or_create(pk=1)
        row = cls.objects.select_for_update().get(pk=1)
        changed = {name: value for name, value in values.items() if getattr(row, name) != value}
        if not changed:
            return False
        for name, value in changed.items():
            setattr(row, name, value)
        row.save(update_fields=list(changed))
        audit("pledges.rhythm_changed", by=by, kind="network", target=None, **changed)
        RHYTHM.forget()
        return True


RHYTHM = Copy(lambda: Rhythm.objects.filter(pk=1).first() or Rhythm(pk=1), seconds=COPY_LASTS_SECONDS)
# What the release brings, for those who work out a rhythm without a database.
USUAL = Rhythm(pk=1)
