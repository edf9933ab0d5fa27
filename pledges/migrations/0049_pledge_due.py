"""Index what is due, so that a list of little that is due soon reads no more. Without a lock; old code reads none of it."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("pledges", "0048_sent_back"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="pledge",
            index=models.Index(
                fields=["by_on"],
                condition=Q(by_on__isnull=False, state__in=["made", "going", "stuck"]),
                name="pledge_due",
            ),
        ),
    ]
