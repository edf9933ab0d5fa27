"""Add places held for sectors, none at first. Old code would hand them out, so it must not run beside a date with some."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [("events", "0021_offers_and_fronts"), ("members", "0019_imports")]

    operations = [
        migrations.AddField(
            model_name="event",
            name="held_until",
            field=models.DateTimeField(
                blank=True, null=True, help_text="Until then places are held for sectors; empty when none are."
            ),
        ),
        migrations.CreateModel(
            name="HeldPlaces",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("places", models.PositiveSmallIntegerField()),
                (
                    "event",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="held", to="events.event"
                    ),
                ),
                (
                    "sector",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="members.sector"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("event", "sector"), name="held_once_a_sector"),
                    models.CheckConstraint(condition=models.Q(("places__gte", 1)), name="holds_a_place"),
                ],
            },
        ),
    ]
