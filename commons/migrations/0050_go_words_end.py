"""Add the end of a word, and the row it leads to, both empty at first. Old code ignores them, so this may ship ahead."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("commons", "0008_kept_for"),
    ]

    operations = [
        migrations.AddField(
            model_name='goword',
            name='ends_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='goword',
            name='leads_to',
            field=models.UUIDField(blank=True, db_index=True, null=True),
        ),
    ]
