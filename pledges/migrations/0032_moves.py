"""Make the table of what pledges said before they were changed. Old code does not know it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):

    dependencies = [
        ("pledges", "0031_pledge_newest"),
    ]

    operations = [
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("was_act", models.TextField()),
                ("act", models.TextField()),
                ("was_by_on", models.DateField(blank=True, null=True)),
                ("by_on", models.DateField(blank=True, null=True)),
                ("at", models.DateTimeField()),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="pledges.pledge"
                    ),
                ),
            ],
            options={
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=~Q(act=F("was_act"))
                        | Q(by_on=None, was_by_on__isnull=False)
                        | Q(by_on__isnull=False, was_by_on=None)
                        | Q(~Q(by_on=F("was_by_on")), by_on__isnull=False, was_by_on__isnull=False),
                        name="a_move_changes_something",
                    ),
                ],
            },
        ),
    ]
