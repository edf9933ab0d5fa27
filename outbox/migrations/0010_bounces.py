"""Add OutgoingEmail.bounced_at, empty at first, and the table of addresses without a mailbox. Old code ignores both.

The check holds for every row there is, since all of them are empty; it is validated apart, without a lock that waits.
"""

import uuid

import django.db.models.functions.text
from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("outbox", "0003_companion"),
    ]

    operations = [
        migrations.AddField(
            model_name="outgoingemail",
            name="bounced_at",
            field=models.DateTimeField(null=True),
        ),
        AddConstraintNotValid(
            model_name="outgoingemail",
            constraint=models.CheckConstraint(
                condition=models.Q(("bounced_at", None), ("state", "failed"), _connector="OR"),
                name="bounced_emails_have_failed",
            ),
        ),
        migrations.CreateModel(
            name="BouncedAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("uuid", models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ("address", models.EmailField(max_length=254, unique=True)),
                ("status", models.CharField(help_text="The class of the refusal, such as 5.1.1.", max_length=12)),
                ("at", models.DateTimeField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("address", django.db.models.functions.text.Lower("address"))),
                        name="bounced_addresses_are_plain",
                    )
                ],
            },
        ),
    ]
