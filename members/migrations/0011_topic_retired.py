"""Add Topic.retired_at, empty at first. Old code goes on offering every topic."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("members", "0010_place_path"),
    ]

    operations = [
        migrations.AddField(
            model_name="topic",
            name="retired_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
    ]
