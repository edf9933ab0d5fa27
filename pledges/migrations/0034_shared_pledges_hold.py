"""Index and check what ties pledges together, without a lock on the table. Old code writes none of it."""

from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently, ValidateConstraint
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("pledges", "0033_shared_pledges"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="pledge",
            index=models.Index(
                fields=["shared_with"], condition=Q(shared_with__isnull=False), name="pledge_me_too"
            ),
        ),
        AddIndexConcurrently(
            model_name="pledge",
            index=models.Index(fields=["wanted_by"], condition=Q(state="waiting"), name="pledge_waiting"),
        ),
        AddConstraintNotValid(
            model_name="pledge",
            constraint=models.CheckConstraint(
                condition=Q(wanted=None, wanted_by=None, asked_ahead_at=None, settled_at=None)
                | Q(wanted__gte=1, wanted__lte=50, wanted_by__isnull=False, shared_with=None),
                name="others_are_wanted_by_a_day",
            ),
        ),
        ValidateConstraint(model_name="pledge", name="others_are_wanted_by_a_day"),
        AddConstraintNotValid(
            model_name="pledge",
            constraint=models.CheckConstraint(condition=~Q(shared_with=F("id")), name="shared_with_another"),
        ),
        ValidateConstraint(model_name="pledge", name="shared_with_another"),
    ]
