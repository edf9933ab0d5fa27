"""Refuse a malformed or a second org-id. No page of the old code writes one."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0007_organisation_website"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.UniqueConstraint(
                condition=models.Q(("org_id", ""), _negated=True), fields=("org_id",), name="one_organisation_an_org_id"
            ),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("org_id", ""),
                    ("org_id__regex", "^[A-Z]{2}-[A-Z0-9]{2,8}-[A-Z0-9][A-Z0-9-]{0,28}$"),
                    _connector="OR",
                ),
                name="org_ids_are_well_formed",
            ),
        ),
    ]
