"""Add Organisation.website, empty at first. Old code ignores it, so this may ship ahead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0006_organisation_uuid"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="website",
            field=models.URLField(blank=True, db_default="", default=""),
        ),
    ]
