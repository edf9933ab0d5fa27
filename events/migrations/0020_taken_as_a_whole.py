"""Add Series.is_taken_as_a_whole, false at first. Old code ignores it, so this may ship ahead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("events", "0003_kinds_audiences_and_ways")]

    operations = [
        migrations.AddField(
            model_name="series",
            name="is_taken_as_a_whole",
            field=models.BooleanField(
                db_default=False, default=False, help_text="One sign-up covers all dates to come."
            ),
        ),
    ]
