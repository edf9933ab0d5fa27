"""Add Story.group, empty at first. Old code ignores it, so this may ship ahead."""
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('groups', '0001_initial'),
        ("stories", "0004_plain_words_for_naming"),
    ]

    operations = [
        migrations.AddField(
            model_name='story',
            name='group',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='groups.group'),
        ),
    ]
