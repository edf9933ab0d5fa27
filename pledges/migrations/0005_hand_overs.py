"""Make the table of pledges offered to a colleague. Old code does not know it."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0017_typed_organisations"),
        ("pledges", "0004_rhythm"),
    ]

    operations = [
        migrations.CreateModel(
            name="HandOver",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("asked_at", models.DateTimeField()),
                ("answered_at", models.DateTimeField(blank=True, null=True)),
                ("said_yes", models.BooleanField(blank=True, null=True)),
                (
                    "from_contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.contact"
                    ),
                ),
                (
                    "pledge",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="handovers", to="pledges.pledge"
                    ),
                ),
                (
                    "to_contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="members.contact"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("answered_at", None)), fields=("pledge",), name="one_open_hand_over"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("answered_at", None), ("said_yes", None)),
                            models.Q(("answered_at__isnull", False), ("said_yes__isnull", False)),
                            _connector="OR",
                        ),
                        name="answered_hand_overs_say_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("to_contact", models.F("from_contact")), _negated=True),
                        name="handed_over_to_another",
                    ),
                ],
            },
        ),
    ]
