"""Make the table of organisations' own email domains. Old code does not know it."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Lower


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0039_affiliations"),
    ]

    operations = [
        migrations.CreateModel(
            name="ApprovedDomain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("domain", models.CharField(max_length=120, unique=True)),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="approved_domains",
                        to="members.organisation",
                    ),
                ),
            ],
            options={"ordering": ["domain"]},
        ),
        migrations.AddConstraint(
            model_name="approveddomain",
            constraint=models.CheckConstraint(
                condition=models.Q(("domain", Lower("domain"))), name="domains_are_lower_case"
            ),
        ),
    ]
