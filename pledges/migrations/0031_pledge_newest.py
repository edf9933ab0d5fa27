"""Index pledges by who may see them and when they were made. Old code ignores it, so this may ship ahead."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):

    atomic = False

    dependencies = [
        ("pledges", "0021_snags_of_the_stuck"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="pledge",
            index=models.Index(fields=["visibility", "-made_at", "-id"], name="pledge_newest"),
        ),
        AddIndexConcurrently(
            model_name="pledge",
            index=models.Index(fields=["sector", "visibility", "-made_at", "-id"], name="pledge_newest_of_sector"),
        ),
        AddIndexConcurrently(
            model_name="pledge",
            index=models.Index(
                fields=["recorded_by"], condition=models.Q(recorded_by__isnull=False), name="pledge_written_down"
            ),
        ),
        # The first one above serves what this one did.
        RemoveIndexConcurrently(model_name="pledge", name="pledge_public"),
    ]
