"""What ties pledges together: me too, and I will if so many others will."""

from collections.abc import Sequence

from django.db import models
from django.db.models import F, Q

MOST_WANTED = 50


class Together(models.Model):
    """The part of a pledge that several people make."""

    # “Me too”: the first one, in whose words it was said.
    shared_with = models.ForeignKey(
        "pledges.Pledge", on_delete=models.SET_NULL, null=True, blank=True, related_name="sharers", db_index=False
    )
    # Others are wanted by that day; then whoever wanted them is asked whether to go ahead anyway.
    wanted = models.PositiveSmallIntegerField(null=True, blank=True)
    wanted_by = models.DateField(null=True, blank=True)
    asked_ahead_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)

    CHECKS: Sequence[models.CheckConstraint] = (
        models.CheckConstraint(
            condition=Q(wanted=None, wanted_by=None, asked_ahead_at=None, settled_at=None)
            | Q(wanted__gte=1, wanted__lte=MOST_WANTED, wanted_by__isnull=False, shared_with=None),
            name="others_are_wanted_by_a_day",
        ),
        models.CheckConstraint(condition=~Q(shared_with=F("id")), name="shared_with_another"),
    )

    class Meta:
        abstract = True
